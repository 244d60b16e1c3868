package dev.composeraudit.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.orchestration.airflow.service.v1.Environment.State;
import dev.composeraudit.TestSubject;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverdueCreationTest {
  private static final Duration AGE = Duration.ofMinutes(10);

  @Test
  void nothingOfAnExpiredSubjectIsPending() {
    Subject creating = TestSubject.environment(State.CREATING, true);
    Subject expired = OverdueCreation.of(withField(creating, Reason.NOT_YET), AGE);

    assertThat(expired.environment()).isEqualTo(creating.environment());
    for (Part<?> part : Part.all()) {
      if (part != Part.ENVIRONMENT) {
        assertThat(expired.get(part))
            .as(part.key())
            .isEqualTo(
                new Unknown<>(
                    Reason.NOT_FOUND,
                    "the environment is still being created, 600 s after the entry that says that"
                        + " its creation ended; see its operations"));
      }
    }
    assertThat(expired.unknownFields())
        .hasEntrySatisfying(
            "config.gkeCluster", why -> assertThat(why.reason()).isEqualTo(Reason.NOT_FOUND));
  }

  @Test
  void whatIsUnknownForOtherReasonsStaysSo() {
    Subject forbidden = withField(TestSubject.unreadable(), Reason.PERMISSION_DENIED);

    assertThat(OverdueCreation.of(forbidden, AGE)).isEqualTo(forbidden);
  }

  private static Subject withField(Subject subject, Reason reason) {
    return subject.withUnknownFields(
        Map.of("config.gkeCluster", new Unknown<>(reason, "it has none")));
  }
}

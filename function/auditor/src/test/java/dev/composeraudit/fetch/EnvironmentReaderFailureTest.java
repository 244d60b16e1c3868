package dev.composeraudit.fetch;

import static dev.composeraudit.fetch.FakeCloud.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.FakeServer.Reply;
import dev.composeraudit.http.FakeServer.Reply.Manner;
import dev.composeraudit.http.NoToken;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Subject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails while an environment is read: retries, time limits, and what was read before. */
class EnvironmentReaderFailureTest {
  // Trouble.

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void composersTroubleIsTriedAgainAndThenThrown(int status) {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(FakeCloud.ENVIRONMENT, Reply.json(status, "{}"));

      assertThatThrownBy(cloud::observe)
          .isInstanceOfSatisfying(
              TransientException.class, trouble -> assertThat(trouble.seen()).isEmpty())
          .hasMessageStartingWith("reading environment " + FakeCloud.NAME + ": ");
      assertThat(cloud.google.targets()).hasSize(5);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Manner.class,
      names = {"CUT_OFF", "NO_ANSWER"})
  void composersBrokenConnectionsAreTriedAgainAndThenThrown(Manner manner) {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(FakeCloud.ENVIRONMENT, Reply.in(manner));

      assertThatThrownBy(cloud::observe).isInstanceOf(TransientException.class);
      assertThat(cloud.time.slept()).hasSize(4);
    }
  }

  @Test
  void troubleThatPassesIsForgotten() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          FakeCloud.ENVIRONMENT,
          Reply.json(503, "{}"),
          Reply.in(Manner.NO_ANSWER),
          Reply.json(FakeCloud.environment("RUNNING", FakeCloud.CLUSTER_NAME)));

      assertThat(cloud.subject().cluster()).isInstanceOf(Known.class);
    }
  }

  @Test
  void aComposerThatHangsIsLeftInTime() {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(FakeCloud.ENVIRONMENT, Reply.in(Manner.HANGS_IN_BODY));

      assertThatThrownBy(() -> cloud.observe(Deadline.in(Duration.ofMillis(200), cloud.time)))
          .isInstanceOf(TransientException.class);
    }
  }

  @Test
  void gkesTroubleCarriesTheEnvironment() {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(FakeCloud.CLUSTER, Reply.json(503, "{}"));

      assertThatThrownBy(cloud::observe)
          .isInstanceOfSatisfying(
              TransientException.class,
              trouble -> {
                Subject seen = seen(trouble);
                assertThat(reason(seen.cluster())).isEqualTo(Reason.NOT_YET);
                assertThat(reason(seen.egressNatPolicies())).isEqualTo(Reason.NOT_YET);
              })
          .hasMessageContaining("UNAVAILABLE");
    }
  }

  @Test
  void computesTroubleCarriesWhatElseWasRead() {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(FakeCloud.SUBNETWORK, Reply.json(503, "{}"));

      assertThatThrownBy(cloud::observe)
          .isInstanceOfSatisfying(
              TransientException.class,
              trouble -> {
                Subject seen = seen(trouble);
                assertThat(reason(seen.subnetworks())).isEqualTo(Reason.NOT_YET);
                assertThat(seen.cluster()).isInstanceOf(Known.class);
              })
          .hasMessageContaining("UNAVAILABLE");
    }
  }

  private static Subject seen(TransientException trouble) {
    Subject seen = trouble.seen().orElseThrow();
    assertThat(seen.environment().map(Environment::getName))
        .isEqualTo(new Known<>(FakeCloud.NAME.toString()));
    return seen;
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void theControlPlanesTroubleIsAnUnknownAndNeverThrown(int status) throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.kubernetes.on(FakeCloud.POLICIES, Reply.json(status, "{}"));

      assertThat(reason(cloud.subject().egressNatPolicies()))
          .isEqualTo(Reason.CONTROL_PLANE_UNREACHABLE);
    }
  }

  @Test
  void aTokenThatCannotBeHadIsTroubleThatQuotesNobody() {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.credentials = new NoToken("secret body of the token server");

      assertThatThrownBy(cloud::observe)
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("no access token: IOException")
          .hasMessageNotContaining("secret body");
      assertThat(cloud.targets()).isEmpty();
    }
  }

  @Test
  void withoutTimeLeftNothingIsCalled() {
    try (FakeCloud cloud = new FakeCloud()) {
      assertThatThrownBy(() -> cloud.observe(Deadline.in(Duration.ZERO, cloud.time)))
          .isInstanceOf(TransientException.class)
          .hasMessageEndingWith("no time left for it");
      assertThat(cloud.targets()).isEmpty();
    }
  }
}

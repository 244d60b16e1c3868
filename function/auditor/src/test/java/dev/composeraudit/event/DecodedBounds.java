package dev.composeraudit.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.FuzzBounds;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Trigger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What holds of an event that was read, whatever it was made of. */
final class DecodedBounds {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String ACTIVITY = "/logs/cloudaudit.googleapis.com%2Factivity";
  private static final EventDecoder DECODER =
      new EventDecoder(ProjectFilter.of(List.of("acme-*")), Clock.fixed(NOW, ZoneOffset.UTC));

  private DecodedBounds() {}

  static Request decode(String type, byte[] data) {
    return decode(new TestEvent("event-1", type, () -> data, Map.of()));
  }

  static Request decode(TestEvent event) {
    Request decoded = DECODER.decode(event);
    hold(decoded);
    return decoded;
  }

  private static void hold(Request decoded) {
    if (decoded instanceof RejectedEvent refusal) {
      FuzzBounds.isOneLine(refusal.message());
    } else if (decoded instanceof AuditRequest event) {
      hold(event);
    } else if (decoded instanceof ClusterChange change) {
      assertThat(ClusterName.parse(change.cluster().toString())).isEqualTo(change.cluster());
      assertThat(change.cluster().project()).startsWith("acme-");
      hold(change.trigger());
    } else if (decoded instanceof SweepRequest sweep) {
      assertThat(sweep.time()).isBeforeOrEqualTo(NOW);
      hold(sweep.page());
    } else if (decoded instanceof CoverageRequest check) {
      assertThat(check.time()).isBeforeOrEqualTo(NOW);
      assertThat(check.count().unjudged()).isBetween(0, check.count().environments());
      assertThat(check.count().named()).hasSizeLessThanOrEqualTo(100);
      hold(check.page());
    }
  }

  private static void hold(@Nullable PagePosition page) {
    if (page != null) {
      assertThat(page.number()).isPositive();
      assertThat(page.scope()).hasSizeLessThanOrEqualTo(128);
      assertThat(page.token()).hasSizeLessThanOrEqualTo(8192);
    }
  }

  private static void hold(AuditRequest event) {
    EnvironmentName name = event.environment();
    assertThat(EnvironmentName.parse(name.toString())).isEqualTo(name);
    assertThat(name.project()).startsWith("acme-");
    assertThat(event.logName()).isIn("", "projects/" + name.project() + ACTIVITY);
    hold(event.trigger());
  }

  /** What policies may repeat in each of their messages is not long. */
  private static void hold(Trigger trigger) {
    assertThat(trigger.time()).isBetween(Instant.EPOCH, NOW);
    assertThat(trigger.id()).isNotEmpty().hasSizeLessThanOrEqualTo(128);
    assertThat(trigger.principal()).hasSizeLessThanOrEqualTo(1024);
    assertThat(trigger.method()).hasSizeLessThanOrEqualTo(1024);
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(trigger.principal())).isTrue();
  }
}

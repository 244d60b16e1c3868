package dev.composeraudit;

import static dev.composeraudit.event.TestEntry.first;
import static dev.composeraudit.event.TestEntry.last;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.composeraudit.event.TestEntry;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.fetch.FakeCloud;
import dev.composeraudit.http.FakeServer.Reply;
import dev.composeraudit.http.TransientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each event ends in one entry that says what became of it, how old it was and how long it took.
 */
final class SelfObservationTest {
  private static final String NOT_FOUND =
      "{\"error\": {\"code\": 404, \"message\": \"none\", \"status\": \"NOT_FOUND\"}}";

  @Test
  void aJudgedEventSaysItsAgeItsStagesAndItsResults() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      // A control plane in trouble costs a pause of up to 3 s.
      bench.cloud.kubernetes.on(FakeCloud.POLICIES, Reply.json(503, "{}"));
      bench.cloud.time.sleep(Duration.ofMinutes(1));
      bench.audit(last());

      JsonObject entry = onlyEntry(bench, "event_judged");
      long paused = lastPause(bench.cloud.time.slept()).toMillis();
      assertThat(entry.get("fetch_ms").getAsLong()).isEqualTo(paused);
      assertThat(entry.get("evaluate_ms").getAsLong()).isZero();
      assertThat(entry.get("publish_ms").getAsLong()).isZero();
      assertThat(entry.get("age_ms").getAsLong())
          .isEqualTo(
              Duration.between(Instant.parse(TestEntry.TIME), bench.cloud.time.instant())
                  .toMillis())
          .isGreaterThan(59_000L + paused);
      assertThat(entry.getAsJsonObject("results").get("ERROR").getAsInt()).isPositive();
      assertThat(entry.getAsJsonObject("trigger").get("kind").getAsString())
          .isEqualTo("create-last");
      assertThat(entry.get("phase").getAsString()).isEqualTo("LAST");
    }
  }

  @Test
  void anArchivedEventSaysItsAgeAndItsStages() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.google.on(FakeCloud.ENVIRONMENT, Reply.json(404, NOT_FOUND));
      bench.audit(last().method("DeleteEnvironment"));

      JsonObject entry = onlyEntry(bench, "event_archived");
      assertThat(entry.keySet()).contains("age_ms", "fetch_ms", "evaluate_ms", "publish_ms");
    }
  }

  @Test
  void aWaitForComposerIsFetchTime() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.google.on(FakeCloud.ENVIRONMENT, Reply.json(404, NOT_FOUND));
      bench.audit(first());

      // 1 + 2 + 4 + 8 s.
      assertThat(onlyEntry(bench, "event_judged").get("fetch_ms").getAsLong()).isEqualTo(15_000);
    }
  }

  @Test
  void whatWasOnlySeenInPartSaysThatItIsPending() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.google.on(FakeCloud.CLUSTER, Reply.json(503, "{}"));
      assertThatThrownBy(() -> bench.audit(last())).isInstanceOf(TransientException.class);

      // By this coverage knows that it was not judged.
      JsonObject results = onlyEntry(bench, "event_judged").getAsJsonObject("results");
      assertThat(results.get("PENDING").getAsInt()).isPositive();
    }
  }

  @Test
  void aRejectedEventIsAsOldAsItsMessageAndSaysHowLongItTook() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.time.sleep(Duration.ofMinutes(1));
      assertThat(bench.deliver(TestEvent.published("nothing that could be read"))).isTrue();

      JsonObject entry = onlyEntry(bench, "event_refused");
      assertThat(entry.get("age_ms").getAsLong()).isEqualTo(59_000);
      assertThat(stages(entry)).containsExactly(0L, 0L, 0L);
    }
  }

  @Test
  void aRejectedRequestSaysItsAgeAndItsStages() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.time.sleep(Duration.ofSeconds(3));
      assertThat(
              bench.deliver(
                  first().without("operation").withJson("protoPayload.status", "{\"code\": 7}")))
          .isTrue();

      JsonObject entry = onlyEntry(bench, "event_rejected");
      assertThat(entry.get("age_ms").getAsLong())
          .isEqualTo(2876); // its entry is 124 ms younger than it
      assertThat(stages(entry)).containsExactly(0L, 0L, 0L);
    }
  }

  @Test
  void anEventThatComesTooEarlySaysHowLongItWasReadFor() throws Exception {
    try (AuditorFixture bench = new AuditorFixture().environment("CREATING", true)) {
      bench.cloud.time.sleep(Duration.ofSeconds(7));
      assertThat(bench.deliver(last())).isFalse();

      JsonObject entry = onlyEntry(bench, "event_postponed");
      assertThat(entry.get("code").getAsString()).isEqualTo("TOO_EARLY");
      assertThat(entry.get("age_ms").getAsLong()).isEqualTo(6876);
      assertThat(stages(entry)).containsExactly(0L, 0L, 0L);
    }
  }

  @Test
  void anEventThatMeetsTroubleSaysTheStageThatTookSoLong() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.google.on(FakeCloud.ENVIRONMENT, Reply.json(503, "{}"));
      assertThat(bench.deliver(last())).isFalse();

      JsonObject entry = onlyEntry(bench, "event_postponed");
      long slept = bench.cloud.time.slept().stream().mapToLong(Duration::toMillis).sum();
      assertThat(entry.get("code").getAsString()).isEqualTo("TRANSIENT");
      assertThat(stages(entry)).containsExactly(slept, 0L, 0L);
      assertThat(entry.get("age_ms").getAsLong()).isEqualTo(slept);
    }
  }

  @Test
  void anEventThatCouldNotBePublishedSaysItsAgeAndItsStages() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.pubsub.first(1, 403, "{\"error\": {\"code\": 403, \"status\": \"PERMISSION_DENIED\"}}");
      // A control plane in trouble costs a pause of up to 3 s.
      bench.cloud.kubernetes.on(FakeCloud.POLICIES, Reply.json(503, "{}"));
      assertThat(bench.deliver(last())).isFalse();

      JsonObject entry = onlyEntry(bench, "event_postponed");
      assertThat(entry.get("code").getAsString()).isEqualTo("UNPUBLISHED");
      long paused = lastPause(bench.cloud.time.slept()).toMillis();
      assertThat(stages(entry)).containsExactly(paused, 0L, 0L);
      assertThat(entry.get("age_ms").getAsLong()).isEqualTo(paused);
    }
  }

  private static Duration lastPause(List<Duration> pauses) {
    return pauses.get(pauses.size() - 1);
  }

  /** In milliseconds, what it took to look, to judge and to tell. */
  private static List<Long> stages(JsonObject entry) {
    return Stream.of("fetch_ms", "evaluate_ms", "publish_ms")
        .map(stage -> entry.get(stage).getAsLong())
        .toList();
  }

  private static JsonObject onlyEntry(AuditorFixture bench, String kind) {
    List<JsonObject> entries =
        bench.log().stream()
            .filter(entry -> entry.get("event").getAsString().startsWith("event_"))
            .toList();
    assertThat(entries).hasSize(1);
    assertThat(entries.get(0).get("event").getAsString()).isEqualTo(kind);
    return entries.get(0);
  }
}

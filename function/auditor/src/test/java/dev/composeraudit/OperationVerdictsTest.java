package dev.composeraudit;

import static dev.composeraudit.ClusterDocuments.managed;
import static dev.composeraudit.ClusterDocuments.policy;
import static dev.composeraudit.ExpectedResults.AGENT;
import static dev.composeraudit.ExpectedResults.DESTINATIONS;
import static dev.composeraudit.ExpectedResults.NOT_FOUND;
import static dev.composeraudit.ExpectedResults.OBSERVABLE;
import static dev.composeraudit.ExpectedResults.event;
import static dev.composeraudit.ExpectedResults.sweep;
import static dev.composeraudit.ExpectedResults.uid;
import static dev.composeraudit.event.TestEntry.first;
import static dev.composeraudit.event.TestEntry.last;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.composeraudit.audit.TooEarlyException;
import dev.composeraudit.event.TestEntry;
import dev.composeraudit.fetch.FakeCloud;
import dev.composeraudit.http.FakeServer.Reply;
import dev.composeraudit.report.finding.PublishException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of an audit by how far the operation is that its event tells of. */
final class OperationVerdictsTest {
  @Test
  void firstWhileCreatingSaysOnlyWhatIsCertain() throws Exception {
    try (AuditorFixture bench = new AuditorFixture().environment("CREATING", false)) {
      assertThat(bench.audit(first())).containsExactly(Map.entry(AGENT, "FAIL"));
    }
  }

  @Test
  void firstWhileCreatingWithTheAgentViolatesNothing() throws Exception {
    try (AuditorFixture bench = new AuditorFixture().environment("CREATING", true)) {
      assertThat(bench.audit(first())).containsExactly(Map.entry(AGENT, "PASS"));
    }
  }

  @Test
  void firstBeforeComposerShowsItSaysNothing() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.google.on(FakeCloud.ENVIRONMENT, Reply.json(404, NOT_FOUND));

      assertThat(bench.audit(first())).isEmpty();
      assertThat(bench.log()).anyMatch(entry -> event(entry).equals("event_judged"));
    }
  }

  @Test
  void lastAndRunningIsJudgedAndAcknowledgedOnceItWasAccepted() throws Exception {
    try (AuditorFixture bench = new AuditorFixture().environment("RUNNING", false)) {
      assertThat(bench.audit(last())).containsEntry(AGENT, "FAIL").hasSizeGreaterThan(4);
      assertThat(bench.pubsub.calls()).hasSize(1);
    }
  }

  @Test
  void whatPubSubDoesNotAcceptIsDeliveredAgain() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.pubsub.first(1, 403, "{\"error\": {\"code\": 403, \"status\": \"PERMISSION_DENIED\"}}");

      assertThatThrownBy(() -> bench.audit(last())).isInstanceOf(PublishException.class);
      assertThat(bench.log()).isEmpty();
    }
  }

  @Test
  void lastWhileStillCreatingIsDeliveredAgainForTenMinutesAndThenAnError() throws Exception {
    try (AuditorFixture bench = new AuditorFixture().environment("CREATING", true)) {
      assertThatThrownBy(() -> bench.audit(last())).isInstanceOf(TooEarlyException.class);
      assertThat(bench.published.statuses(0)).isEmpty();

      bench.cloud.time.sleep(Duration.ofMinutes(11));
      assertThat(bench.audit(last()))
          .containsEntry(AGENT, "PASS")
          .containsEntry(OBSERVABLE, "ERROR");
    }
  }

  @Test
  void lastWhileUpdatingIsJudged() throws Exception {
    try (AuditorFixture bench = new AuditorFixture().environment("UPDATING", true)) {
      assertThat(bench.audit(last())).containsEntry(OBSERVABLE, "PASS");
    }
  }

  @Test
  void aCreationThatFailedAndLeftNothingIsArchived() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.google.on(FakeCloud.ENVIRONMENT, Reply.json(404, NOT_FOUND));

      assertThat(bench.audit(failed()).values()).containsOnly("GONE");
    }
  }

  @Test
  void aCreationThatFailedAndLeftAnEnvironmentIsJudged() throws Exception {
    try (AuditorFixture bench = new AuditorFixture().environment("ERROR", false)) {
      assertThat(bench.audit(failed())).containsEntry(AGENT, "FAIL");
    }
  }

  /** Reported: an environment whose creation failed has no cluster. */
  @Test
  void aCreationThatFailedWithoutAClusterIsJudgedByItsFlagAlone() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      String document = FakeCloud.environment("ERROR", "");
      bench.cloud.google.on(
          FakeCloud.ENVIRONMENT, Reply.json(document.replace("\"enableIpMasqAgent\": true", "")));
      Map<String, String> told = bench.audit(failed());

      assertThat(told).containsEntry(AGENT, "FAIL").containsEntry(OBSERVABLE, "SKIP");
      assertThat(told.values()).containsOnly("FAIL", "SKIP");
      assertThat(told.values()).filteredOn("FAIL"::equals).hasSize(1);
    }
  }

  @Test
  void aCreationThatFailedWithTheAgentOnRaisesNoAlarm() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.google.on(FakeCloud.ENVIRONMENT, Reply.json(FakeCloud.environment("ERROR", "")));

      assertThat(bench.audit(failed()))
          .containsEntry(AGENT, "PASS")
          .containsEntry(DESTINATIONS, "SKIP")
          .doesNotContainValue("ERROR")
          .doesNotContainValue("FAIL");
    }
  }

  /** Reported: Composer resolves an alias only after the first entry was written. */
  @ParameterizedTest
  @ValueSource(
      strings = {"", "latest", "composer-latest-airflow-2.10", "composer-latest-airflow-latest"})
  void firstWithAnImageVersionThatIsNotResolvedSaysNothing(String imageVersion) throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.google.on(
          FakeCloud.ENVIRONMENT,
          Reply.json(
              FakeCloud.environment("CREATING", "")
                  .replace("composer-2.14.1-airflow-2.10.5", imageVersion)
                  .replace("\"enableIpMasqAgent\": true", "")));

      assertThat(bench.audit(first())).isEmpty();
      assertThat(bench.log())
          .filteredOn(entry -> event(entry).equals("event_judged"))
          .allSatisfy(
              entry -> {
                JsonObject results = entry.getAsJsonObject("results");
                assertThat(results.get("PENDING").getAsInt()).isEqualTo(7);
                assertThat(results.get("ERROR").getAsInt()).isZero();
              })
          .hasSize(1);
    }
  }

  @Test
  void anImageVersionThatIsStillNotResolvedAtTheEndIsAnError() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.google.on(
          FakeCloud.ENVIRONMENT,
          Reply.json(
              FakeCloud.environment("RUNNING", FakeCloud.CLUSTER_NAME)
                  .replace("composer-2.14.1-airflow-2.10.5", "composer-latest-airflow-2.10")));

      assertThat(bench.audit(last())).containsEntry(AGENT, "ERROR").doesNotContainValue("PASS");
    }
  }

  /** Reported: an entry of an operation that is neither its first nor its last. */
  @Test
  void anEntryInTheMiddleOfACreationIsNotItsEnd() throws Exception {
    try (AuditorFixture bench = new AuditorFixture().environment("CREATING", true)) {
      assertThat(bench.audit(last().without("operation.last")))
          .containsExactly(Map.entry(AGENT, "PASS"));
    }
  }

  @Test
  void aRequestThatWasRejectedIsLoggedAndNothingIsCalled() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      assertThat(bench.audit(failed().without("operation"))).isEmpty();
      assertThat(bench.cloud.targets()).isEmpty();
      assertThat(bench.log()).extracting(ExpectedResults::event).containsExactly("event_rejected");
    }
  }

  @Test
  void aLastThatNeverCameIsMadeUpForByTheSweep() throws Exception {
    try (AuditorFixture bench = new AuditorFixture().environment("RUNNING", false)) {
      assertThat(bench.audit(sweep("sweep-1"))).containsEntry(AGENT, "FAIL");
    }
  }

  @Test
  void anEnvironmentThatIsNotThereAfterLastIsWaitedForAndThenArchived() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.google.on(FakeCloud.ENVIRONMENT, Reply.json(404, NOT_FOUND));
      assertThatThrownBy(() -> bench.audit(last())).isInstanceOf(TooEarlyException.class);

      bench.cloud.time.sleep(Duration.ofMinutes(11));
      assertThat(bench.audit(last()).values()).containsOnly("GONE");
    }
  }

  @Test
  void a404ThatIsNotComposersIsNoDeletion() throws Exception {
    try (AuditorFixture bench = new AuditorFixture()) {
      bench.cloud.google.on(FakeCloud.ENVIRONMENT, Reply.text(404, "404 page not found"));

      assertThat(bench.audit(last()))
          .containsEntry(OBSERVABLE, "ERROR")
          .doesNotContainValue("GONE");
    }
  }

  @Test
  void anEnvironmentThatIsBeingDeletedIsArchived() throws Exception {
    try (AuditorFixture bench = new AuditorFixture().environment("DELETING", false)) {
      assertThat(bench.audit(last()).values()).containsOnly("GONE");
    }
  }

  @Test
  void whatChangesRightAfterTheCreationIsHealedByTheSweep() throws Exception {
    try (AuditorFixture bench =
        new AuditorFixture().policies(policy("default", "10.0.0.0/8"), managed())) {
      assertThat(bench.audit(last())).containsEntry(DESTINATIONS, "FAIL");
      String uid = uid(bench.published.last(DESTINATIONS));

      bench.policies(policy("default", "192.168.0.0/16"), managed());
      bench.cloud.time.sleep(Duration.ofHours(12));
      assertThat(bench.audit(sweep("sweep-1"))).containsEntry(DESTINATIONS, "PASS");
      assertThat(uid(bench.published.last(DESTINATIONS))).isEqualTo(uid);
    }
  }

  @Test
  void theSameEventTwiceAndAFirstAfterItsLastHaveTheSameIdsAndReopenNothing() throws Exception {
    try (AuditorFixture bench = new AuditorFixture().environment("RUNNING", false)) {
      bench.cloud.time.sleep(Duration.ofMinutes(30));
      TestEntry late = last().with("timestamp", "2026-11-23T10:25:00Z");
      bench.audit(late);
      JsonObject once = bench.published.last(AGENT);
      bench.audit(late);
      assertThat(bench.published.last(AGENT)).isEqualTo(once);

      bench.audit(first());
      JsonObject reordered = bench.published.last(AGENT);
      assertThat(uid(reordered)).isEqualTo(uid(once));
      assertThat(seen(reordered)).isLessThan(seen(once));
    }
  }

  private static TestEntry failed() {
    return last().withJson("protoPayload.status", "{\"code\": 13, \"message\": \"failed\"}");
  }

  private static long seen(JsonObject finding) {
    return finding.getAsJsonObject("finding_info").get("last_seen_time").getAsLong();
  }
}

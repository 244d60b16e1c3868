package dev.composeraudit.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.cloud.CloudResources;
import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.cloud.CloudStore;
import dev.composeraudit.acceptance.cloud.RecordedCall;
import dev.composeraudit.acceptance.cloud.RecordingCloud;
import dev.composeraudit.acceptance.cloud.ScriptRun;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of a deployment to an organization, by the real gcloud against a cloud that records. The
 * order is the subject: each run meets what those before it left.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DeployIT {
  static final String[] SCOPE = {
    "--project", "demo-project", "--region", "us-central1", "--organization", "987654321"
  };

  @TempDir static Path configuration;
  private static RecordingCloud cloud;
  private static Map<String, String> environment;
  private static Set<String> doneBefore = Set.of();

  @BeforeAll
  static void open() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    cloud = RecordingCloud.open("demo-project");
    environment = cloud.environment(configuration);
  }

  @AfterAll
  static void close() {
    if (cloud != null) {
      cloud.close();
    }
  }

  @Test
  @Order(1)
  void aDryRunPrintsEachCommandAndOnlyReads() throws Exception {
    ScriptRun run = deploy("--dry-run");
    assertThat(run.exit()).as(run.errors()).isZero();
    assertThat(cloud.calls()).hasSizeGreaterThan(10);
    assertThat(cloud.mutations()).isEmpty();
    CloudResources.check("dry-run.txt", run.output());
  }

  @Test
  @Order(2)
  void aFailureInTheMiddleNamesTheCommandThatFailed() throws Exception {
    cloud.deny(call -> call.service().equals("logging"));
    ScriptRun run = deploy();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.errors())
        .contains("denied by the test")
        .contains("failed: gcloud logging sinks create composer-audit")
        .contains("run the same command again");
    doneBefore = changes();
    doneBefore.removeIf(change -> change.startsWith("logging"));
    assertThat(doneBefore).hasSizeGreaterThan(15);
  }

  @Test
  @Order(3)
  void theNextRunGoesOnFromThere() throws Exception {
    cloud.deny(call -> false);
    ScriptRun run = deploy();
    assertThat(run.exit()).as(run.errors()).isZero();
    assertThat(changes()).isNotEmpty().doesNotContainAnyElementsOf(doneBefore);
    CloudResources.check("deployed.txt", CloudResources.of(cloud.store()));
  }

  @Test
  @Order(4)
  void aSecondRunChangesNothing() throws Exception {
    ScriptRun run = deploy();
    assertThat(run.exit()).as(run.errors()).isZero();
    assertThat(cloud.calls()).hasSizeGreaterThan(10);
    assertThat(cloud.mutations()).isEmpty();
    assertThat(run.errors()).contains("nothing to change");
  }

  @Test
  @Order(5)
  void aPlanShowsWhatExistsFromWhatWouldChange() throws Exception {
    ScriptRun run =
        deploy("--plan", "--with-composer-1", "--set", "ENFORCE_FROM=2026-01-01T00:00:00Z");
    assertThat(run.exit()).as(run.errors()).isZero();
    assertThat(cloud.mutations()).isEmpty();
    CloudResources.check("plan.txt", run.output());
  }

  @Test
  @Order(6)
  void tearingDownAsksBeforeItDeletesData() throws Exception {
    cloud.forget();
    ScriptRun run = ScriptRun.of("teardown", environment, SCOPE);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.errors()).contains("Delete the topic").contains("say --yes");
    assertThat(cloud.mutations())
        .extracting(RecordedCall::service)
        .containsOnly("logging", "cloudfunctions", "eventarc");
  }

  @Test
  @Order(7)
  void tornDownNothingIsLeftButWhatOthersMayUse() throws Exception {
    ScriptRun run = ScriptRun.of("teardown", environment, ScriptRun.with(SCOPE, "--yes"));
    assertThat(run.exit()).as(run.errors()).isZero();
    CloudResources.check("torn-down.txt", CloudResources.of(cloud.store()));
    DeployerRoles.suffice(cloud.calls());
  }

  @Test
  @Order(8)
  void whatWasTornDownCanBeDeployedAgain() throws Exception {
    ScriptRun run = deploy();
    assertThat(run.exit()).as(run.errors()).isZero();
    assertThat(run.errors()).contains("it was deleted");
    DeployerRoles.suffice(cloud.calls());
    CloudResources.check("deployed.txt", CloudResources.of(cloud.store()));
  }

  /**
   * What a deployment was before changes of clusters had a topic, and control planes an account.
   */
  @Test
  @Order(9)
  void anUpgradeLosesNoEntryOnTheWay() throws Exception {
    CloudStore store = cloud.store();
    String project = "projects/demo-project/";
    String sink = "organizations/987654321/sinks/composer-audit";
    String role = "organizations/987654321/roles/composerAuditReader";
    String function = project + "locations/us-central1/functions/composer-audit";
    for (String changes :
        List.of(
            "eventarc " + project + "locations/us-central1/triggers/composer-audit-changes",
            "pubsub "
                + project
                + "subscriptions/eventarc-us-central1-composer-audit-changes-123456-sub-789",
            "pubsub " + project + "topics/composer-audit-events-changes",
            "logging " + sink + "-changes")) {
      String[] resource = changes.split(" ", -1);
      assertThat(store.remove(resource[0], resource[1])).as(changes).isPresent();
    }
    store.patch("logging", sink, json("{\"filter\": \"of both kinds\"}"));
    store.patch("cloudfunctions", function, json("{\"labels\": {\"digest\": \"older\"}}"));
    JsonObject older = store.find("iam", role).orElseThrow();
    older.getAsJsonArray("includedPermissions").add("container.clusters.connect");

    ScriptRun run = deploy();
    assertThat(run.exit()).as(run.errors()).isZero();
    List<String> done = cloud.mutations().stream().map(RecordedCall::toString).toList();
    assertThat(
            List.of(
                place(done, "topics/composer-audit-events-changes"),
                place(done, "/triggers"),
                place(done, "subscriptions/eventarc-us-central1-composer-audit-changes"),
                place(done, "logging POST"),
                place(done, "functions/composer-audit"),
                place(done, "logging PUT", "logging PATCH"),
                place(done, "roles/composerAuditReader")))
        .as(String.join("\n", done))
        .doesNotContain(-1)
        .isSorted();
    assertThat(store.find("iam", role).orElseThrow().toString())
        .doesNotContain("container.clusters.connect");
    assertThat(store.find("logging", sink).orElseThrow().toString()).doesNotContain("egressnat");
    assertThat(store.find("logging", sink + "-changes").orElseThrow().toString())
        .contains("egressnat");
  }

  /** Where the first call is that has one of these texts; -1 if there is none. */
  private static int place(List<String> calls, String... texts) {
    for (int i = 0; i < calls.size(); i++) {
      if (Arrays.stream(texts).anyMatch(calls.get(i)::contains)) {
        return i;
      }
    }
    return -1;
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private static ScriptRun deploy(String... more) throws Exception {
    cloud.forget();
    return ScriptRun.of("deploy", environment, ScriptRun.with(SCOPE, more));
  }

  private static Set<String> changes() {
    Set<String> changes = new HashSet<>();
    cloud.mutations().forEach(call -> changes.add(call + " " + call.body()));
    return changes;
  }
}

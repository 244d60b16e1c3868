package dev.composeraudit.acceptance.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.composeraudit.acceptance.cloud.CloudApis;
import dev.composeraudit.acceptance.cloud.CloudResources;
import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.cloud.FakeBigQuery;
import dev.composeraudit.acceptance.cloud.RecordedCall;
import dev.composeraudit.acceptance.cloud.RecordingCloud;
import dev.composeraudit.acceptance.cloud.ScriptRun;
import dev.composeraudit.acceptance.deployment.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The life of the dashboards, by the real gcloud and bq against clouds that record. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DashboardsDeployIT {
  private static final String[] OPTIONS = {
    "--project", "demo-project", "--region", "us-central1", "--audit-project", "data-project"
  };
  private static final String CHANNEL = "projects/demo-project/notificationChannels/17";

  @TempDir static Path folder;
  private static RecordingCloud cloud;
  private static FakeBigQuery bigquery;
  private static Map<String, String> environment;

  @BeforeAll
  static void open() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    assumeTrue(Layout.program("bq").isPresent(), "bq is not installed");
    cloud = RecordingCloud.open("demo-project");
    cloud.enable("pubsub");
    cloud
        .store()
        .put("pubsub", topic("composer-audit-findings"), named(topic("composer-audit-findings")));
    // As scripts/deploy has asked for it by then.
    String agent =
        "projects/demo-project/serviceAccounts/service-%s@gcp-sa-pubsub.iam.gserviceaccount.com"
            .formatted(CloudApis.PROJECT_NUMBER);
    cloud.store().put("iam", agent, named(agent));
    bigquery = FakeBigQuery.start(Layout.program("bq").orElseThrow());
    environment = new HashMap<>(cloud.environment(folder.resolve("gcloud")));
    environment.putAll(bigquery.environment(folder));
  }

  @AfterAll
  static void close() {
    if (cloud != null && bigquery != null) {
      cloud.close();
      bigquery.close();
    }
  }

  @Test
  @Order(1)
  void aDryRunPrintsEachCommandAndOnlyReads() throws Exception {
    ScriptRun run = run("deploy", "--dry-run");
    assertThat(run.exit()).as(run.errors()).isZero();
    assertThat(cloud.mutations()).isEmpty();
    assertThat(bigquery.dataset()).isNull();
    CloudResources.check("dashboards-dry-run.txt", run.output());
  }

  @Test
  @Order(1)
  void theDeploymentOfTheFunctionHandsItsKeyOn() throws Exception {
    String key = "projects/demo-project/locations/us-central1/keyRings/audit/cryptoKeys/findings";
    try (RecordingCloud empty = RecordingCloud.open("demo-project")) {
      Map<String, String> nothingYet = new HashMap<>(empty.environment(folder.resolve("empty")));
      nothingYet.putAll(bigquery.environment(folder));
      ScriptRun run =
          ScriptRun.of(
              "deploy",
              nothingYet,
              ScriptRun.with(OPTIONS, "--with-dashboards", "--kms-key=" + key, "--dry-run"));
      assertThat(run.exit()).as(run.errors()).isZero();
      assertThat(run.output()).contains("--default_kms_key=" + key);
    }
  }

  @Test
  @Order(2)
  void aFailureInTheMiddleIsCompletedByTheNextRun() throws Exception {
    cloud.deny(call -> call.path().endsWith("/alertPolicies"));
    ScriptRun failed = run("deploy", "--channel", CHANNEL);
    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.errors()).contains("failed: gcloud alpha monitoring policies create");
    cloud.deny(DashboardsDeployIT::publishes);

    ScriptRun unpublished = run("deploy", "--channel", CHANNEL);
    assertThat(unpublished.exit()).isEqualTo(1);
    assertThat(unpublished.errors())
        .contains("failed: gcloud pubsub topics publish composer-audit-events");
    assertThat(cloud.mutations()).noneMatch(call -> call.path().contains("/metrics"));
    cloud.deny(call -> false);

    ScriptRun run = run("deploy", "--channel", CHANNEL);
    assertThat(run.exit()).as(run.errors()).isZero();
    assertThat(cloud.mutations())
        .as("the synthetic event that could not be published is, and then each day")
        .extracting(RecordedCall::kind)
        .containsExactly(
            "pubsub POST projects/*/topics/*:publish",
            "cloudscheduler POST projects/*/locations/*/jobs");
    CloudResources.check("dashboards-deployed.txt", CloudResources.of(cloud.store()));
    assertThat(run.output().lines().filter(it -> it.startsWith("https://lookerstudio"))).hasSize(3);
  }

  @Test
  @Order(3)
  void theStatementsReachBigQueryWithTheirNamesAndOnlyThen() {
    assertThat(bigquery.statements())
        .singleElement()
        .asString()
        .contains("CREATE OR REPLACE VIEW `demo-project.composer_audit.open_violations`")
        .contains("GRANT `roles/bigquery.dataEditor` ON SCHEMA `demo-project.composer_audit`")
        .contains("service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com")
        .doesNotContain("${");
    JsonObject dataset = Objects.requireNonNull(bigquery.dataset());
    assertThat(dataset.get("location").getAsString()).isEqualTo("us-central1");
    assertThat(dataset.getAsJsonObject("labels").keySet())
        .containsExactlyInAnyOrder("app", "content");
  }

  @Test
  @Order(4)
  void aSecondRunChangesNothing() throws Exception {
    ScriptRun run = run("deploy");
    assertThat(run.exit()).as(run.errors()).isZero();
    assertThat(cloud.calls()).hasSizeGreaterThan(5);
    assertThat(cloud.mutations()).isEmpty();
    assertThat(bigquery.statements()).hasSize(1);
    assertThat(run.errors()).contains("nothing to change");
  }

  @Test
  @Order(5)
  void whatDiffersFromTheFilesIsBroughtBackAndChannelsStay() throws Exception {
    JsonObject alert =
        cloud.store().resources().entrySet().stream()
            .filter(it -> it.getKey().contains("/alertPolicies/"))
            .findFirst()
            .orElseThrow()
            .getValue();
    alert.getAsJsonObject("userLabels").addProperty("content", "older");
    JsonArray others = new JsonArray();
    others.add("projects/demo-project/notificationChannels/18");
    alert.add("notificationChannels", others);
    Objects.requireNonNull(bigquery.dataset())
        .getAsJsonObject("labels")
        .add("content", new JsonPrimitive("older"));

    ScriptRun plan = run("deploy", "--plan");
    assertThat(plan.output().lines().filter(it -> it.startsWith("will "))).hasSize(2);
    assertThat(cloud.mutations()).isEmpty();
    ScriptRun run = run("deploy");
    assertThat(run.exit()).as(run.errors()).isZero();
    assertThat(cloud.mutations())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.path()).contains("/alertPolicies/");
              assertThat(call.body().get("notificationChannels")).isEqualTo(others);
            });
    assertThat(bigquery.statements()).hasSize(2);
  }

  @Test
  @Order(6)
  void withoutTheFindingsTopicItSaysWhatToDoFirst() throws Exception {
    JsonObject kept = cloud.store().find("pubsub", topic("composer-audit-findings")).orElseThrow();
    cloud.store().remove("pubsub", topic("composer-audit-findings"));
    ScriptRun run = run("deploy");
    cloud.store().put("pubsub", topic("composer-audit-findings"), kept);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.errors()).contains("run scripts/deploy first");
  }

  @Test
  @Order(7)
  void tearingDownAsksBeforeItDeletesTheRecordOfFindings() throws Exception {
    ScriptRun asking = run("teardown");
    assertThat(asking.exit()).isEqualTo(2);
    assertThat(asking.errors()).contains("Delete the dataset composer_audit").contains("say --yes");
    assertThat(bigquery.dataset()).isNotNull();

    ScriptRun run = run("teardown", "--yes");
    assertThat(run.exit()).as(run.errors()).isZero();
    assertThat(bigquery.dataset()).isNull();
    assertThat(cloud.store().resources().keySet())
        .noneMatch(
            it ->
                it.contains("/alertPolicies/")
                    || it.contains("/dashboards/")
                    || it.contains("/metrics/")
                    || it.contains("/jobs/")
                    || it.contains("-to-bigquery"));
  }

  @Test
  @Order(8)
  void theScriptsPassShellcheck() throws Exception {
    assumeTrue(Layout.program("shellcheck").isPresent(), "shellcheck is not installed");
    for (String script : new String[] {"deploy", "teardown"}) {
      Process process =
          new ProcessBuilder("shellcheck", "-x", "scripts/dashboards/" + script)
              .directory(Layout.current().root().toFile())
              .redirectOutput(folder.resolve("shellcheck.txt").toFile())
              .start();
      assertThat(process.waitFor()).as(Files.readString(folder.resolve("shellcheck.txt"))).isZero();
    }
  }

  private static ScriptRun run(String script, String... more) throws Exception {
    cloud.forget();
    String[] options =
        script.equals("deploy") ? OPTIONS : Arrays.copyOf(OPTIONS, OPTIONS.length - 2);
    return ScriptRun.of("dashboards/" + script, environment, ScriptRun.with(options, more));
  }

  private static boolean publishes(RecordedCall call) {
    return call.path().endsWith(":publish");
  }

  private static String topic(String id) {
    return "projects/demo-project/topics/" + id;
  }

  private static JsonObject named(String name) {
    JsonObject resource = new JsonObject();
    resource.addProperty("name", name);
    return resource;
  }
}

package dev.composeraudit.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.cloud.CloudResources;
import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.cloud.RecordedCall;
import dev.composeraudit.acceptance.cloud.RecordingCloud;
import dev.composeraudit.acceptance.cloud.ScriptRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A deployment to single projects: as a Cloud Run service of an image, with a reader in a Shared
 * VPC, and a nightly sweep.
 */
final class DeployShapesIT {
  private static final String[] WITHOUT_READER = {
    "--project", "demo-project",
    "--region", "us-central1",
    "--audit-project", "demo-project",
    "--audit-project", "data-project",
    "--image", "us-docker.pkg.dev/demo-project/audit/composer-audit:1",
    "--host-project", "host-project",
    "--sweep-schedule", "17 3 * * *",
    "--scc-source", "organizations/987654321/sources/5678",
    "--vpc-sc"
  };

  static final String[] ARGUMENTS =
      ScriptRun.with(WITHOUT_READER, "--reader-in", "host-project/shared/us-central1/readers");

  static final String[] TEARDOWN = {
    "--project=demo-project",
    "--region=us-central1",
    "--audit-project=demo-project",
    "--audit-project=data-project",
    "--host-project=host-project",
    "--scc-source=organizations/987654321/sources/5678",
    "--yes"
  };

  private static final String SOURCE = "organizations/987654321/sources/5678";

  private static final String RUNTIME = "composer-audit@demo-project.iam.gserviceaccount.com";

  /** What others were given on the source before, some of it for a time. */
  private static final String OTHERS =
      """
      {"bindings": [
        {"role": "roles/securitycenter.findingsEditor", "members": ["user:a@b.test", "user:c@d.test"]},
        {"role": "roles/securitycenter.findingsViewer", "members": ["user:e@f.test"],
         "condition": {"title": "for a time", "expression": "request.time < timestamp(\\"2030-01-01\\")"}}]}
      """;

  @TempDir static Path configuration;

  @Test
  void aDryRunPrintsEachCommandAndOnlyReads() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    try (RecordingCloud cloud = withSharedVpc()) {
      ScriptRun run =
          ScriptRun.of(
              "deploy", cloud.environment(configuration), ScriptRun.with(ARGUMENTS, "--dry-run"));
      assertThat(run.exit()).as(run.errors()).isZero();
      assertThat(cloud.mutations()).isEmpty();
      CloudResources.check("shapes-dry-run.txt", run.output());
      assertThat(run.errors()).contains("note: with --audit-project, whoever may create log sinks");
    }
  }

  @Test
  void aSecondRunChangesNothingAndTearingDownFindsTheReaders() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    try (RecordingCloud cloud = withSharedVpc()) {
      var environment = cloud.environment(configuration);
      String reader = "composer-audit-shared-us-central1";
      cloud.deny(call -> call.service().equals("run") && call.body().toString().contains(reader));
      ScriptRun refused = ScriptRun.of("deploy", environment, ARGUMENTS);
      assertFailed(refused, "gcloud run deploy " + reader);
      cloud.deny(call -> false);
      ScriptRun first = ScriptRun.of("deploy", environment, ARGUMENTS);
      assertThat(first.exit()).as(first.errors()).isZero();
      CloudResources.check("shapes-deployed.txt", CloudResources.of(cloud.store()));
      DeployerRoles.suffice(cloud.calls());

      cloud.forget();
      String theirs = "projects/data-project/sinks/theirs";
      put(
          cloud,
          "logging",
          theirs,
          "{'name': 'theirs', 'filter': '', 'destination':"
              + " 'pubsub.googleapis.com/projects/demo-project/topics/composer-audit-events'}");
      ScriptRun second = ScriptRun.of("deploy", environment, ARGUMENTS);
      assertThat(second.exit()).as(second.errors()).isZero();
      assertThat(cloud.mutations()).isEmpty();
      assertThat(second.errors().lines().filter(line -> line.startsWith("note: sink")))
          .as("a sink that a tenant made")
          .singleElement()
          .asString()
          .contains("sink theirs of project data-project", "topic composer-audit-events,");
      assertThat(cloud.store().remove("logging", theirs)).isPresent();

      ScriptRun less = ScriptRun.of("deploy", environment, WITHOUT_READER);
      assertThat(less.exit()).as(less.errors()).isZero();
      assertThat(less.errors().lines().filter(line -> line.startsWith("delete  ")))
          .as("no event is sent to a reader and to the function")
          .containsExactlyInAnyOrder(
              "delete  sink composer-audit-shared-us-central1 of project demo-project"
                  + " (its reader is no longer given)",
              "delete  sink composer-audit-shared-us-central1-changes of project demo-project"
                  + " (its reader is no longer given)",
              "delete  sink composer-audit-shared-us-central1 of project data-project"
                  + " (its reader is no longer given)",
              "delete  sink composer-audit-shared-us-central1-changes of project data-project"
                  + " (its reader is no longer given)");

      cloud.deny(call -> call.service().equals("pubsub"));
      ScriptRun stopped = ScriptRun.of("teardown", environment, TEARDOWN);
      assertFailed(stopped, "gcloud pubsub ");
      cloud.deny(call -> false);
      ScriptRun gone = ScriptRun.of("teardown", environment, TEARDOWN);
      assertThat(gone.exit()).as(gone.errors()).isZero();
      CloudResources.check("shapes-torn-down.txt", CloudResources.of(cloud.store()));
      DeployerRoles.suffice(cloud.calls());
      assertThat(cloud.store().policy("securitycenter", SOURCE).toString())
          .as("what others were given for a time")
          .contains("\"condition\":{\"title\":\"for a time\",\"expression\":");
      assertThat(gone.errors()).contains("--reader-in removes that permission");

      cloud.forget();
      ScriptRun more =
          ScriptRun.of(
              "teardown",
              environment,
              ScriptRun.with(TEARDOWN, "--reader-in=host-project/shared/us-central1/readers"));
      assertThat(more.exit()).as(more.errors()).isZero();
      assertThat(cloud.mutations())
          .as("Cloud Run's use of the subnet is taken back where the reader is named")
          .extracting(RecordedCall::toString)
          .containsExactly(
              "compute POST"
                  + " /compute/v1/projects/host-project/regions/us-central1/subnetworks/readers/setIamPolicy");
    }
  }

  @Test
  void aFolderIsAuditedByWhoeverHasTheRolesThatTheReadmeNames() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    String[] folder = {"--project=demo-project", "--region=us-central1", "--folder=555000555"};
    try (RecordingCloud cloud = RecordingCloud.open("demo-project")) {
      // Of somebody else, with a name that ends as ours does.
      String topic = "projects/demo-project/topics/old-composer-audit-events";
      cloud.enable("pubsub");
      put(cloud, "pubsub", topic, "{'name': '" + topic + "'}");
      var environment = cloud.environment(configuration);
      ScriptRun run =
          ScriptRun.of(
              "deploy",
              environment,
              ScriptRun.with(folder, "--with-composer-1", "--sweep-schedule=17 3 * * *"));
      assertThat(run.exit()).as(run.errors()).isZero();
      assertThat(cloud.mutations())
          .extracting(RecordedCall::kind)
          .contains(
              "logging POST folders/*/sinks", "cloudresourcemanager POST folders/*:setIamPolicy");

      ScriptRun gone = ScriptRun.of("teardown", environment, ScriptRun.with(folder, "--yes"));
      assertThat(gone.exit()).as(gone.errors()).isZero();
      assertThat(CloudResources.of(cloud.store()))
          .contains(topic)
          .doesNotContain("folders/555000555");
      DeployerRoles.suffice(cloud.calls());
      assertThat(cloud.calls())
          .filteredOn(call -> call.path().contains("/organizations/"))
          .as("all that is done at the organization, which holds a folder's custom roles")
          .isNotEmpty()
          .allMatch(call -> call.service().equals("iam"));
    }
  }

  @Test
  void whatIsNotRequestedAnyMoreIsTakenBack() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    try (RecordingCloud cloud = RecordingCloud.open("demo-project")) {
      String[] sweep = {"--with-composer-1", "--sweep-schedule", "17 23 * * *"};
      cloud.deny(call -> call.service().equals("cloudscheduler"));
      ScriptRun refused = deploy(cloud, sweep);
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.errors()).contains("failed: gcloud scheduler jobs create pubsub");
      cloud.deny(call -> false);
      ScriptRun more = deploy(cloud, sweep);
      assertThat(more.exit()).as(more.errors()).isZero();
      assertThat(more.errors()).contains("create  job composer-audit-coverage (17 0 * * *, UTC)");

      ScriptRun less = deploy(cloud);
      assertThat(less.exit()).as(less.errors()).isZero();
      assertThat(less.errors().lines().filter(line -> line.startsWith("delete  ")))
          .containsExactly(
              "delete  organizations/987654321/roles/composerAuditComposer1 for "
                  + RUNTIME.replace("audit@", "audit-clusters@")
                  + " on organization 987654321",
              "delete  organizations/987654321/roles/composerAuditSweep for "
                  + RUNTIME
                  + " on organization 987654321",
              "delete  projects/demo-project/roles/composerAuditCoverage for "
                  + RUNTIME
                  + " on project demo-project",
              "delete  roles/pubsub.publisher for " + RUNTIME + " on topic composer-audit-control",
              "delete  job composer-audit-sweep (its option is no longer given)",
              "delete  job composer-audit-coverage (its option is no longer given)",
              "delete  roles/pubsub.publisher for " + RUNTIME + " on topic composer-audit-events");
      assertThat(CloudResources.of(cloud.store()))
          .doesNotContain("cloudscheduler", "has organizations/987654321/roles/composerAuditSweep");
    }
  }

  /** Where it stopped, and that the same command goes on from there. */
  private static void assertFailed(ScriptRun run, String command) {
    assertThat(run.exit()).as(run.errors()).isEqualTo(1);
    assertThat(run.errors())
        .containsOnlyOnce("denied by the test")
        .containsOnlyOnce("failed: " + command)
        .endsWith("run the same command again: it continues from here.\n");
  }

  private static ScriptRun deploy(RecordingCloud cloud, String... more) throws Exception {
    return ScriptRun.of(
        "deploy", cloud.environment(configuration), ScriptRun.with(DeployIT.SCOPE, more));
  }

  /** A host project that shares a VPC with two others, one of which has a private environment. */
  static RecordingCloud withSharedVpc() throws Exception {
    RecordingCloud cloud = RecordingCloud.open("demo-project");
    cloud.enable("compute", "composer");
    put(
        cloud,
        "compute",
        "projects/host-project/getXpnResources",
        "{'resources': [{'id': 'data-project', 'type': 'PROJECT'},"
            + " {'id': 'demo-project', 'type': 'PROJECT'}]}");
    put(
        cloud,
        "compute",
        "projects/host-project/regions/us-central1/subnetworks/readers",
        "{'name': 'readers', 'ipCidrRange': '10.9.0.0/26'}");
    put(
        cloud,
        "composer",
        "projects/data-project/locations/us-central1/environments/etl",
        "{'name': 'projects/data-project/locations/us-central1/environments/etl', 'config': {"
            + " 'nodeConfig': {'network': 'projects/host-project/global/networks/shared'},"
            + " 'masterAuthorizedNetworksConfig': {'enabled': true, 'cidrBlocks':"
            + " [{'displayName': 'vpn', 'cidrBlock': '10.1.0.0/24'}]}}}");
    put(
        cloud,
        "securitycenter",
        SOURCE,
        "{'name': '" + SOURCE + "', 'displayName': 'Composer Audit'}");
    cloud
        .store()
        .setPolicy("securitycenter", SOURCE, JsonParser.parseString(OTHERS).getAsJsonObject());
    return cloud;
  }

  private static void put(RecordingCloud cloud, String service, String name, String json) {
    cloud.store().put(service, name, JsonParser.parseString(json).getAsJsonObject());
  }
}

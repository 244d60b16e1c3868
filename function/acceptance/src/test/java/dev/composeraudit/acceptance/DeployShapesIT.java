package dev.composeraudit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A deployment to single projects: as a Cloud Run service of an image, with a reader in a Shared
 * VPC, and a nightly sweep.
 */
final class DeployShapesIT {
  private static final String[] ARGUMENTS = {
    "--project", "demo-project",
    "--region", "us-central1",
    "--audit-project", "demo-project",
    "--audit-project", "data-project",
    "--image", "us-docker.pkg.dev/demo-project/audit/composer-audit:1",
    "--host-project", "host-project",
    "--reader-in", "host-project/shared/us-central1/readers",
    "--sweep-schedule", "17 3 * * *",
    "--vpc-sc"
  };

  @TempDir static Path configuration;

  @Test
  void aDryRunPrintsEachCommandAndOnlyReads() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    try (RecordingCloud cloud = withSharedVpc()) {
      ScriptRun run =
          ScriptRun.of(
              "deploy", cloud.environment(configuration), DeployIT.with(ARGUMENTS, "--dry-run"));
      assertThat(run.exit()).as(run.errors()).isZero();
      assertThat(cloud.mutations()).isEmpty();
      Inventory.check("shapes-dry-run.txt", run.output());
    }
  }

  @Test
  void aSecondRunChangesNothingAndTearingDownFindsTheReaders() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    try (RecordingCloud cloud = withSharedVpc()) {
      var environment = cloud.environment(configuration);
      ScriptRun first = ScriptRun.of("deploy", environment, ARGUMENTS);
      assertThat(first.exit()).as(first.errors()).isZero();
      Inventory.check("shapes-deployed.txt", Inventory.of(cloud.store()));

      cloud.forget();
      ScriptRun second = ScriptRun.of("deploy", environment, ARGUMENTS);
      assertThat(second.exit()).as(second.errors()).isZero();
      assertThat(cloud.mutations()).isEmpty();

      ScriptRun gone =
          ScriptRun.of(
              "teardown",
              environment,
              "--project=demo-project",
              "--region=us-central1",
              "--audit-project=demo-project",
              "--audit-project=data-project",
              "--host-project=host-project",
              "--yes");
      assertThat(gone.exit()).as(gone.errors()).isZero();
      Inventory.check("shapes-torn-down.txt", Inventory.of(cloud.store()));
    }
  }

  /** A host project that shares a VPC with two others, one of which has a private environment. */
  private static RecordingCloud withSharedVpc() throws Exception {
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
    return cloud;
  }

  private static void put(RecordingCloud cloud, String service, String name, String json) {
    cloud.store().put(service, name, JsonParser.parseString(json).getAsJsonObject());
  }
}

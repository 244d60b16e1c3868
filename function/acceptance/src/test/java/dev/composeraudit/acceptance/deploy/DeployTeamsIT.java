package dev.composeraudit.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.cloud.CloudResources;
import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.cloud.RecordingCloud;
import dev.composeraudit.acceptance.cloud.ScriptRun;
import dev.composeraudit.acceptance.deployment.Layout;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deployments with bindings, policies beside those of the checkout, and subscriptions of teams. */
final class DeployTeamsIT {
  private static final String TOPIC = "projects/demo-project/topics/composer-audit-findings";
  private static final Pattern SOURCE = Pattern.compile(" --source=([^ ]+) ");
  private static final String[] WITH_TEAMS =
      ScriptRun.with(
          DeployIT.SCOPE,
          "--bindings=scripts/terraform/tests/bindings",
          "--notify=data=projects/data-team/subscriptions/findings",
          "--notify",
          "web=projects/web-team/topics/findings");

  @TempDir static Path configuration;

  @Test
  void bindingsAreASettingAndEachTeamHasASubscriptionOfItsOwn() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    try (RecordingCloud cloud = RecordingCloud.open("demo-project")) {
      ScriptRun first = deploy(cloud, WITH_TEAMS);
      assertThat(first.exit()).as(first.errors()).isZero();
      assertThat(first.errors())
          .contains(
              "Pub/Sub does not forward from topic to topic; the team reads the subscription"
                  + " projects/web-team/subscriptions/findings");
      assertThat(subscription(cloud, "data-team").get("filter").getAsString())
          .isEqualTo("attributes.team = \"data\"");
      assertThat(subscription(cloud, "web-team").get("topic").getAsString()).isEqualTo(TOPIC);
      assertThat(bindings(cloud)).contains("name: on-premises").doesNotContain("not deployed");

      cloud.forget();
      ScriptRun second = deploy(cloud, WITH_TEAMS);
      assertThat(second.exit()).as(second.errors()).isZero();
      assertThat(cloud.mutations()).isEmpty();

      ScriptRun other =
          deploy(
              cloud,
              ScriptRun.with(
                  DeployIT.SCOPE, "--notify=other=projects/data-team/subscriptions/findings"));
      assertThat(other.exit()).isEqualTo(2);
      assertThat(other.errors()).contains("exists with another topic or filter");
      assertThat(cloud.mutations()).isEmpty();

      ScriptRun gone =
          ScriptRun.of(
              "teardown", cloud.environment(configuration), ScriptRun.with(WITH_TEAMS, "--yes"));
      assertThat(gone.exit()).as(gone.errors()).isZero();
      assertThat(CloudResources.of(cloud.store())).doesNotContain("data-team", "web-team");
    }
  }

  @Test
  void policiesAreAddedToThoseOfTheCheckout() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    try (RecordingCloud cloud = RecordingCloud.open("demo-project")) {
      ScriptRun run =
          deploy(
              cloud,
              ScriptRun.with(
                  DeployIT.SCOPE,
                  "--add-policies=function/acceptance/src/test/resources/deploy/policies",
                  "--dry-run"));
      assertThat(run.exit()).as(run.errors()).isZero();
      Matcher source = SOURCE.matcher(run.output());
      assertThat(source.find()).as(run.output()).isTrue();
      Path staged = Path.of(source.group(1), "policies");
      assertThat(staged)
          .as("another run from this checkout may deploy other policies at the same time")
          .satisfies(it -> assertThat(it.startsWith(Layout.current().root())).isFalse());
      assertThat(staged.resolve("added/own-policy/policy.yaml")).exists();
      assertThat(staged.resolve("ip-masquerade-agent-enabled/policy.yaml")).exists();
    }
  }

  @Test
  void bindingsThatDoNotLoadStopTheRunBeforeAnythingIsDone() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    Path bindings = Files.createDirectory(configuration.resolve("mistaken"));
    Files.writeString(
        bindings.resolve("bindings.yaml"),
        """
        apiVersion: composer-audit/v1
        kind: PolicyBinding
        metadata: {name: here}
        spec: {policyName: no-such-policy}
        """);
    try (RecordingCloud cloud = RecordingCloud.open("demo-project")) {
      ScriptRun run = deploy(cloud, ScriptRun.with(DeployIT.SCOPE, "--bindings=" + bindings));
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.errors()).contains("no-such-policy", "--bindings: they can't be loaded");
      assertThat(cloud.mutations()).isEmpty();
    }
  }

  private static ScriptRun deploy(RecordingCloud cloud, String... arguments) throws Exception {
    return ScriptRun.of("deploy", cloud.environment(configuration), arguments);
  }

  private static JsonObject subscription(RecordingCloud cloud, String project) {
    return cloud
        .store()
        .find("pubsub", "projects/" + project + "/subscriptions/findings")
        .orElseThrow();
  }

  /** The YAML that the function is deployed with. */
  private static String bindings(RecordingCloud cloud) throws Exception {
    byte[] bytes = Base64.getDecoder().decode(cloud.functionSetting("BINDINGS_GZIP"));
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

package dev.composeraudit.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.cloud.ScriptRun;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.LocalSandbox;
import dev.composeraudit.acceptance.deployment.Scenario;
import dev.composeraudit.acceptance.function.TestEnvironments;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/verify}, by the real gcloud against a sandbox. */
final class VerifyIT {
  private static final String ENVIRONMENT = "verified";
  private static final DeploymentOptions OPTIONS =
      DeploymentOptions.standard().withCreation(Duration.ZERO);

  @TempDir static Path configuration;

  @BeforeAll
  static void requireGcloud() {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
  }

  @Test
  void theEventsWayIsReportedHopByHopWithWhatCameOfIt() throws Exception {
    try (Deployment deployment = Deployment.start(OPTIONS)) {
      new TestEnvironments(deployment.sandboxUri()).create(ENVIRONMENT);
      // The one test of the scripts where gcloud runs as it is installed.
      ScriptRun run =
          verify(CloudSdk.plainEnvironment(deployment.sandboxUri(), configuration), ENVIRONMENT);

      assertThat(run.exit()).as(run.errors()).isZero();
      List<String> lines = run.output().lines().toList();
      assertThat(lines.subList(0, 4))
          .allSatisfy(line -> assertThat(line).matches(" +\\d+\\.\\d s  .+"))
          .map(line -> line.replaceFirst(".* s  ", ""))
          .containsExactlyInAnyOrder(
              "the topic composer-audit-events had the entry, as gcloud saw it",
              "the function had judged the environment",
              "the topic composer-audit-findings had the finding",
              "it was seen here");
      assertThat(lines.get(4)).isEmpty();
      assertThat(lines.subList(5, lines.size()))
          .contains("PASS    " + Scenario.AGENT, "PASS    " + Scenario.OBSERVABLE)
          .doesNotHaveDuplicates();
      assertThat(subscriptions(deployment.sandboxUri())).doesNotContain("verify");
    }
  }

  @Test
  void whereNothingComesItSaysWhereToLook() throws Exception {
    try (LocalSandbox sandbox = LocalSandbox.start(OPTIONS)) {
      URI uri = sandbox.uri();
      new TestEnvironments(uri).create(ENVIRONMENT);
      Map<String, String> gcloud = CloudSdk.environment(uri, configuration);
      ScriptRun run = verify(gcloud, ENVIRONMENT, "--timeout=1");

      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.output()).isEmpty();
      assertThat(run.errors())
          .contains("no finding within 1 s")
          .contains("gcloud logging read ")
          .contains("gcloud pubsub subscriptions pull composer-audit-events-dead");
      assertThat(subscriptions(uri)).doesNotContain("verify");

      ScriptRun absent = verify(gcloud, "never-created");
      assertThat(absent.exit()).isEqualTo(1);
      assertThat(absent.errors()).contains("never-created can't be seen").doesNotContain("waiting");
    }
  }

  private static ScriptRun verify(Map<String, String> gcloud, String environment, String... more)
      throws Exception {
    String[] arguments = {
      "--project", Scenario.PROJECT, "--environment", Scenario.resource(environment)
    };
    return ScriptRun.of("verify", gcloud, ScriptRun.with(arguments, more));
  }

  private static String subscriptions(URI sandbox) throws Exception {
    JsonObject all = new Http(sandbox).get("/v1/projects/" + Scenario.PROJECT + "/subscriptions");
    return all.toString();
  }
}

package dev.composeraudit.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.cloud.CloudResources;
import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.cloud.FakeBigQuery;
import dev.composeraudit.acceptance.cloud.RecordedCall;
import dev.composeraudit.acceptance.cloud.RecordingCloud;
import dev.composeraudit.acceptance.cloud.ScriptRun;
import dev.composeraudit.acceptance.deployment.Layout;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deploying with every option and tearing down, where each call that changes something fails once,
 * so that each run goes one step further. {@code scripts/campaign steps} runs it: each failure
 * takes a whole run of the script. In a build {@link DeployIT} and {@link DeployShapesIT} meet
 * some.
 */
final class DeployEachStepCampaign {

  /** With all that does not take an image. */
  private static final String[] FUNCTION = {
    "--project=demo-project",
    "--region=us-central1",
    "--organization=987654321",
    "--host-project=host-project",
    "--scc-source=organizations/987654321/sources/5678",
    "--with-dashboards"
  };

  /** What gcloud writes anew into each request to Cloud Run. */
  private static final Pattern NONCE =
      Pattern.compile("\"client\\.knative\\.dev/nonce\":\"[^\"]+\"");

  /** The steps that have failed. */
  private final Set<String> failed = new HashSet<>();

  @TempDir static Path configuration;

  @BeforeAll
  static void requireTheCloudSdk() {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    assumeTrue(Layout.program("bq").isPresent(), "bq is not installed");
  }

  @Test
  void whicheverStepFailsTheNextRunGoesOnFromThere() throws Exception {
    int steps = eachStepOfAServiceWithAReader();
    failed.clear();
    steps += eachStepOfAFunction();
    assertThat(steps).as("failed steps, each with a run of its own").isGreaterThanOrEqualTo(164);
  }

  /** How many steps failed. */
  private int eachStepOfAFunction() throws Exception {
    String[] deploy =
        ScriptRun.with(
            FUNCTION,
            "--with-composer-1",
            "--sweep-schedule=17 3 * * *",
            "--policies=" + Layout.current().root().resolve("policies"));
    String[] teardown = ScriptRun.with(FUNCTION, "--yes");
    String deployed;
    String tornDown;
    try (Clouds clouds = Clouds.open()) {
      clouds.succeed("deploy", deploy);
      deployed = clouds.inventory();
      clouds.succeed("teardown", teardown);
      tornDown = clouds.inventory();
    }
    try (Clouds clouds = Clouds.open()) {
      int deploying = clouds.failEachStep(failed, "deploy", deploy);
      assertThat(clouds.inventory().lines()).containsExactlyElementsOf(deployed.lines().toList());
      int tearingDown = clouds.failEachStep(failed, "teardown", teardown);
      assertThat(clouds.inventory().lines()).containsExactlyElementsOf(tornDown.lines().toList());
      return sum(deploying, tearingDown);
    }
  }

  /** How many steps failed. */
  private int eachStepOfAServiceWithAReader() throws Exception {
    try (Clouds clouds = Clouds.open()) {
      int deploying = clouds.failEachStep(failed, "deploy", DeployShapesIT.ARGUMENTS);
      CloudResources.check("shapes-deployed.txt", CloudResources.of(clouds.cloud().store()));
      int tearingDown =
          clouds.failEachStep(
              failed,
              "teardown",
              ScriptRun.with(
                  DeployShapesIT.TEARDOWN, "--reader-in=host-project/shared/us-central1/readers"));
      assertThat(clouds.inventory()).doesNotContain("composer-audit-");
      return sum(deploying, tearingDown);
    }
  }

  private static int sum(int deploying, int tearingDown) {
    assertThat(deploying).isGreaterThanOrEqualTo(51);
    assertThat(tearingDown).isGreaterThanOrEqualTo(31);
    return deploying + tearingDown;
  }

  /** Where a script runs: Google's APIs and BigQuery. */
  private record Clouds(
      RecordingCloud cloud, FakeBigQuery bigquery, Map<String, String> environment)
      implements AutoCloseable {
    static Clouds open() throws Exception {
      RecordingCloud cloud = DeployShapesIT.withSharedVpc();
      FakeBigQuery bigquery = FakeBigQuery.start(Layout.program("bq").orElseThrow());
      Map<String, String> environment = new HashMap<>(cloud.environment(configuration));
      environment.putAll(bigquery.environment(configuration));
      return new Clouds(cloud, bigquery, environment);
    }

    /** Runs the script until no step is left that has not failed. How many have. */
    int failEachStep(Set<String> failed, String script, String... arguments) throws Exception {
      // gcloud goes on where an upload of sources is refused, and fails when they are used.
      Predicate<RecordedCall> first =
          call -> {
            boolean fails =
                !call.service().equals("storage") && failed.add(script + " " + step(call));
            if (fails) {
              // It takes half an hour: who runs it by hand sees how far it is.
              System.err.println(script + " meets a failure of " + call);
            }
            return fails;
          };
      cloud.deny(first);
      bigquery.deny(first);
      int before = failed.size();
      int runs = 0;
      ScriptRun run = ScriptRun.of(script, environment, arguments);
      while (run.exit() != 0) {
        runs++;
        assertThat(run.exit()).as(run.errors()).isEqualTo(1);
        // bq breaks its lines.
        assertThat(run.errors().replaceAll("\\s+", " "))
            .containsOnlyOnce("denied by the test")
            .containsOnlyOnce("failed: ");
        assertThat(run.errors()).endsWith("run the same command again: it continues from here.\n");
        assertThat(failed).as(run.errors()).hasSize(before + runs);
        run = ScriptRun.of(script, environment, arguments);
      }
      changeNothing(script, arguments);
      return runs;
    }

    private static String step(RecordedCall call) {
      return call + " " + NONCE.matcher(call.body().toString()).replaceFirst("");
    }

    void changeNothing(String script, String... arguments) throws Exception {
      cloud.forget();
      bigquery.deny(
          call -> {
            throw new AssertionError(call);
          });
      succeed(script, arguments);
      assertThat(cloud.mutations()).isEmpty();
    }

    void succeed(String script, String... arguments) throws Exception {
      ScriptRun run = ScriptRun.of(script, environment, arguments);
      assertThat(run.exit()).as(run.errors()).isZero();
    }

    String inventory() {
      JsonObject dataset = bigquery.dataset();
      return CloudResources.normal(CloudResources.of(cloud.store()))
          + (dataset == null ? "" : new TreeMap<>(dataset.getAsJsonObject("labels").asMap()));
    }

    @Override
    public void close() {
      cloud.close();
      bigquery.close();
    }
  }
}

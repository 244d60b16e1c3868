package dev.composeraudit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deploying where each step fails once: some thirty runs of the script. */
final class DeployEachStepIT {
  @TempDir static Path configuration;

  @Test
  void whicheverStepFailsTheNextRunGoesOnFromThere() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    try (RecordingCloud cloud = RecordingCloud.open("demo-project")) {
      Set<String> passed = new HashSet<>();
      cloud.deny(call -> !passed.contains(key(call)));
      int runs = 0;
      ScriptRun run = deploy(cloud);
      while (run.exit() != 0) {
        assertThat(run.exit()).as(run.errors()).isEqualTo(1);
        assertThat(run.errors()).contains("failed: gcloud ");
        Optional<RecordedCall> refused =
            cloud.mutations().stream().filter(call -> !passed.contains(key(call))).findFirst();
        assertThat(refused).as(run.errors()).isPresent();
        passed.add(key(refused.orElseThrow()));
        runs++;
        run = deploy(cloud);
      }
      assertThat(runs).isGreaterThan(25);
      Inventory.check("deployed.txt", Inventory.of(cloud.store()));
    }
  }

  private static ScriptRun deploy(RecordingCloud cloud) throws Exception {
    cloud.forget();
    return ScriptRun.of("deploy", cloud.environment(configuration), DeployIT.SCOPE);
  }

  private static String key(RecordedCall call) {
    return call + " " + call.body();
  }
}

package dev.composeraudit.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.demo.Demo;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.Run;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The demo's scenarios, end to end, over every way the function is run. */
final class MainJobIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @Test
  void everyScenarioEndsAsExpected() throws Exception {
    carryOut(DeploymentOptions.standard());
  }

  @Test
  void soItDoesUnderTheInvokerThatTheFunctionsBuilderTakesByDefault() throws Exception {
    carryOut(DeploymentOptions.standard().withInvoker("1.4.1"));
  }

  @Test
  void soItDoesOnJava25() throws Exception {
    Optional<Path> java25 = Layout.java25();
    assumeTrue(java25.isPresent(), "no JDK 25 is installed beside the one in use");
    carryOut(DeploymentOptions.standard().withJava(java25.orElseThrow()));
  }

  @Test
  void soItDoesOverTheCloudSdksPubSubEmulator() throws Exception {
    assumeTrue(CloudSdk.hasPubSubEmulator(), "the Cloud SDK's Pub/Sub emulator is not installed");
    carryOut(DeploymentOptions.standard().withPubsub("emulator"));
  }

  private static void carryOut(DeploymentOptions options) throws IOException, InterruptedException {
    // Long enough for a busy machine to judge the first of all events before the creation is done.
    Duration creation = Duration.ofSeconds(8);
    try (Deployment deployment = Deployment.start(options.withCreation(creation))) {
      Run run = new Run(deployment, deployment.findings("main-job"));
      for (Scenario scenario : Scenario.ALL) {
        run.create(scenario);
      }
      run.await(Scenario.ALL, TIMEOUT, (scenario, finding) -> {}, waiting -> {});
      assertThat(run.missing(Scenario.ALL))
          .as(() -> String.join("\n", deployment.function().lines()))
          .isEmpty();
      assertThat(Demo.failedEarly(run, Scenario.ALL.get(0)))
          .as("the absent agent is known before the creation is done")
          .isTrue();
    }
  }
}

package dev.composeraudit.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.FunctionProcess;
import dev.composeraudit.acceptance.deployment.ManagedProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder that is deployed, started as the platform starts it. */
final class DeployableFolderIT {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

  @TempDir Path elsewhere;

  @Test
  void itStartsFromAnotherWorkingDirectory() throws Exception {
    int port = FunctionProcess.freePort();
    Map<String, String> settings = FunctionProcess.settings(NOWHERE, NOWHERE, elsewhere);
    try (ManagedProcess function =
        FunctionProcess.start(DeploymentOptions.standard(), port, elsewhere, settings)) {
      FunctionProcess.awaitAnswer(function, URI.create("http://127.0.0.1:" + port));
    }
  }

  @Test
  void wrongSettingsStopTheStartAndAreAllNamedAtOnce() throws Exception {
    Map<String, String> settings =
        Map.of(
            "FINDINGS_TOPIC", "",
            "COMPOSER_ENDPOINT", "http://composer.example.com",
            "WAIT_FOR_CREATION", "soon");
    int port = FunctionProcess.freePort();
    try (ManagedProcess function =
        FunctionProcess.start(DeploymentOptions.standard(), port, elsewhere, settings)) {
      assertThat(function.awaitExit(Duration.ofSeconds(30))).isNotZero();
      assertThat(String.join("\n", function.lines()))
          .contains("FINDINGS_TOPIC", "COMPOSER_ENDPOINT", "WAIT_FOR_CREATION");
    }
  }

  @Test
  void policiesThatDoNotLoadStopTheStart() throws Exception {
    Path policies = elsewhere.resolve("policies");
    java.nio.file.Files.createDirectories(policies);
    java.nio.file.Files.writeString(policies.resolve("policy.yaml"), "kind: Policy\nspeck: {}\n");
    Map<String, String> settings =
        new java.util.HashMap<>(FunctionProcess.settings(NOWHERE, NOWHERE, elsewhere));
    settings.put("POLICIES", policies.toString());
    int port = FunctionProcess.freePort();
    try (ManagedProcess function =
        FunctionProcess.start(DeploymentOptions.standard(), port, elsewhere, settings)) {
      assertThat(function.awaitExit(Duration.ofSeconds(30))).isNotZero();
      assertThat(String.join("\n", function.lines())).contains("policy.yaml:2:1").contains("speck");
    }
  }
}

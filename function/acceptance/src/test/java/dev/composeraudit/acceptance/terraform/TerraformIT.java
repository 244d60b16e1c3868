package dev.composeraudit.acceptance.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.composeraudit.acceptance.cloud.ScriptRun;
import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Terraform module, by the real Terraform with the providers' schemas but without the
 * providers: nothing is asked of Google.
 */
final class TerraformIT {
  @TempDir static Path folder;
  private static final List<AutoCloseable> PROVIDERS = new ArrayList<>();

  @BeforeAll
  static void provide() throws Exception {
    assumeTrue(Layout.program("terraform").isPresent(), "terraform is not installed");
    Path mirror = Files.createDirectory(folder.resolve("mirror"));
    PROVIDERS.add(TerraformProvider.serve("google", mirror));
    PROVIDERS.add(TerraformProvider.serve("archive", mirror));
    Files.writeString(
        folder.resolve("terraformrc"),
        "disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = \"%s\"\n  }\n}\n"
            .formatted(mirror));
    Path scripts = Layout.current().root().resolve("scripts");
    copy(scripts.resolve("deploy.d"), folder.resolve("scripts/deploy.d"));
    copy(scripts.resolve("terraform"), folder.resolve("scripts/terraform"));
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable provider : PROVIDERS) {
      provider.close();
    }
  }

  @Test
  void theFilesAreFormatted() throws Exception {
    assertThat(terraform("scripts/terraform", "fmt", "-check", "-recursive", "-diff")).isEmpty();
  }

  @Test
  void theModuleIsValidAndItsTestsPass() throws Exception {
    terraform("scripts/terraform", "init", "-backend=false", "-input=false");
    assertThat(terraform("scripts/terraform", "validate")).contains("The configuration is valid");
    assertThat(terraform("scripts/terraform", "test")).contains("0 failed").doesNotContain("skip");
  }

  @Test
  void theExampleIsValid() throws Exception {
    terraform("scripts/terraform/examples/organization", "init", "-backend=false", "-input=false");
    assertThat(terraform("scripts/terraform/examples/organization", "validate"))
        .contains("The configuration is valid");
  }

  private static String terraform(String where, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add("terraform");
    command.add("-chdir=" + folder.resolve(where));
    command.addAll(List.of(arguments));
    ScriptRun run =
        ScriptRun.of(
            command,
            Map.of(
                "TF_CLI_CONFIG_FILE",
                folder.resolve("terraformrc").toString(),
                // As providers are run by their own tests: over plain loopback.
                "TF_DISABLE_PLUGIN_TLS",
                "1",
                "NO_COLOR",
                "1",
                "TF_CLI_ARGS",
                ""));
    assertThat(run.exit()).as(run.output() + run.errors()).isZero();
    return run.output();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.filter(path -> !path.toString().contains(".terraform")).toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}

package dev.composeraudit.acceptance;

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
import org.junit.jupiter.api.Test;

/** How the shell scripts are written. */
final class ScriptsTest {
  private static final String SOURCED = "# shellcheck shell=bash";

  @Test
  void shellcheckHasNothingToSay() throws Exception {
    assumeTrue(Layout.program("shellcheck").isPresent(), "shellcheck is not installed");
    List<String> command = new ArrayList<>(List.of("shellcheck", "-x"));
    scripts().forEach(script -> command.add(script.toString()));
    ScriptRun run = ScriptRun.of(command, Map.of());
    assertThat(run.exit()).as(run.output()).isZero();
  }

  @Test
  void whatIsRunStopsAtTheFirstFailureAndNothingIsLong() throws IOException {
    assertThat(scripts()).hasSizeGreaterThan(15);
    for (Path script : scripts()) {
      List<String> lines = Files.readAllLines(script);
      assertThat(lines).as("%s", script).hasSizeLessThanOrEqualTo(300);
      if (!lines.get(0).startsWith(SOURCED)) {
        assertThat(lines).as("%s", script).contains("set -euo pipefail");
        assertThat(Files.isExecutable(script)).as("%s can be run", script).isTrue();
      }
    }
  }

  /** All of bash, run or sourced. */
  private static List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.walk(Layout.current().root().resolve("scripts"))) {
      return files.filter(Files::isRegularFile).filter(ScriptsTest::isBash).sorted().toList();
    }
  }

  private static boolean isBash(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      String first = lines.findFirst().orElse("");
      return (first.startsWith("#!") && first.endsWith("bash")) || first.startsWith(SOURCED);
    } catch (IOException | java.io.UncheckedIOException notText) {
      return false;
    }
  }
}

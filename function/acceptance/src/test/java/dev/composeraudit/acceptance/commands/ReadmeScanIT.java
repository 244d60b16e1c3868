package dev.composeraudit.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.cloud.ScriptRun;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.LocalSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scan that README.md shows, run as it says, prints what it shows. */
final class ReadmeScanIT {
  private static final String PROMPT = "    $ scripts/composer-audit ";

  @TempDir private Path folder;

  @Test
  void theReadmeShowsWhatAScanPrints() throws Exception {
    List<String> shown =
        Files.readString(Layout.current().root().resolve("README.md"))
            .lines()
            .dropWhile(line -> !line.startsWith(PROMPT + "scan "))
            .takeWhile(line -> line.isEmpty() || line.startsWith("    "))
            .toList();
    assertThat(shown).hasSizeGreaterThan(4);
    List<String> options =
        List.of("--seed-environments=8", "--seed-projects=4", "--seed-denied-projects=1");
    try (LocalSandbox sandbox = LocalSandbox.start(DeploymentOptions.standard(), options)) {
      List<String> command =
          Layout.current().commandLine(shown.get(0).substring(PROMPT.length()).split(" ", -1));
      command.add("--endpoint=" + sandbox.uri());
      command.add("--save=" + folder.resolve("scan.jsonl"));
      ScriptRun run = ScriptRun.of(command, Map.of());
      assertThat(run.exit()).as(run.errors()).isEqualTo(2);
      assertThat(run.output()).matches(pattern(shown.subList(1, shown.size())));
    }
  }

  /** Matches the lines; an ellipsis in them stands for anything. */
  private static Pattern pattern(List<String> lines) {
    String text =
        lines.stream()
            .map(line -> line.isEmpty() ? line : line.substring(4))
            .collect(Collectors.joining("\n"))
            .strip();
    return Pattern.compile(
        Arrays.stream(text.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"))
            + "\\s*",
        Pattern.DOTALL);
  }
}

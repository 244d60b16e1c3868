package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The checks of plans that the README puts into pipelines find a violation and write their file.
 */
final class ReadmePipelinesTest {
  private static final Path README = Path.of("../../README.md");
  private static final Path VIOLATING =
      Path.of("src/test/resources/terraform-plans/02-false/plan.json");
  private static final Pattern CHECK =
      Pattern.compile("scripts/composer-audit (check plan\\.json .*)");

  @TempDir private Path folder;

  @Test
  void eachCheckOfAPlanFailsForAViolationAndWritesItsResults() throws IOException {
    List<MatchResult> checks = CHECK.matcher(Files.readString(README)).results().toList();
    assertThat(checks).hasSize(2);
    for (MatchResult check : checks) {
      List<String> arguments = new ArrayList<>();
      Path results = folder.resolve("none");
      for (String argument : Splitter.on(' ').split(check.group(1))) {
        int file = argument.indexOf('=');
        if (file > 0) {
          results = folder.resolve(argument.substring(file + 1));
          arguments.add(argument.substring(0, file + 1) + results);
        } else {
          arguments.add(argument.equals("plan.json") ? VIOLATING.toString() : argument);
        }
      }
      Cli.Run run = Cli.run(arguments.toArray(String[]::new));
      assertThat(run.code()).as(run.err()).isEqualTo(1);
      assertThat(run.out()).contains("ip-masquerade-agent-enabled");
      assertThat(results).content().contains("ip-masquerade-agent-enabled");
    }
  }
}

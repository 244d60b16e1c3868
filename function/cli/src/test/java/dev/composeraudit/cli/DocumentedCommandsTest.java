package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command lines that documents show exist, and print what the documents show. */
final class DocumentedCommandsTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern USE = Pattern.compile("scripts/composer-audit ([a-z]+)([^`|\\n>]*)");
  private static final Pattern OPTION = Pattern.compile("(?<=[ \\[])--[a-z][a-z-]*");
  private static final Pattern RUN =
      Pattern.compile(
          "(?m)^    \\$ scripts/composer-audit (explain .*)\\n((?:    .*\\n|\\n(?=    ))+)");
  private static final Pattern MANIFEST =
      Pattern.compile("(?m)^    \\$ cat wider.yaml\\n((?:    [^$].*\\n)+)");
  private static final Pattern DIFF =
      Pattern.compile(
          "(?m)^    \\$ scripts/composer-audit (diff .*)\\n((?:    .*\\n|\\n(?=    ))+)");

  @ParameterizedTest
  @ValueSource(
      strings = {"README.md", "policies/README.md", "scripts/README.md", "function/README.md"})
  void everyCommandAndOptionExists(String document) throws IOException {
    CommandLine commands = Main.commandLine(Cli.console());
    for (MatchResult use : USE.matcher(read(document)).results().toList()) {
      assertThat(commands.getSubcommands()).as(document).containsKey(use.group(1));
      CommandLine command = Objects.requireNonNull(commands.getSubcommands().get(use.group(1)));
      for (MatchResult option : OPTION.matcher(use.group(2)).results().toList()) {
        assertThat(command.getCommandSpec().findOption(option.group()))
            .as("%s: %s", document, use.group())
            .isNotNull();
      }
    }
  }

  @Test
  void whatExplainPrintsInTheReadmeIsWhatItPrints() throws IOException {
    List<MatchResult> runs = RUN.matcher(read("README.md")).results().toList();
    assertThat(runs).isNotEmpty();
    for (MatchResult run : runs) {
      String shown = run.group(2).replaceAll("(?m)^    ", "").strip();
      List<String> arguments = new ArrayList<>();
      for (String argument : Splitter.on(' ').split(run.group(1))) {
        arguments.add(argument.replaceFirst("^policies/", ROOT + "/policies/"));
      }
      String printed = Cli.run(arguments.toArray(String[]::new)).out();
      assertThat(printed.replace(ROOT + "/policies/", "policies/").strip()).isEqualTo(shown);
    }
  }

  @Test
  void whatDiffPrintsInTheReadmeOfPoliciesIsWhatItPrints(@TempDir Path folder) throws IOException {
    String document = read("policies/README.md");
    MatchResult manifest = MANIFEST.matcher(document).results().findFirst().orElseThrow();
    Files.writeString(folder.resolve("wider.yaml"), manifest.group(1).replaceAll("(?m)^    ", ""));
    MatchResult run = DIFF.matcher(document).results().findFirst().orElseThrow();
    List<String> arguments = new ArrayList<>();
    for (String argument : Splitter.on(' ').split(run.group(1))) {
      arguments.add(
          argument
              .replaceFirst("^policies/", ROOT + "/policies/")
              .replaceFirst("^wider.yaml$", folder + "/wider.yaml"));
    }

    Cli.Run printed = Cli.run(arguments.toArray(String[]::new));

    assertThat(printed.out().strip()).isEqualTo(run.group(2).replaceAll("(?m)^    ", "").strip());
    assertThat(printed.code()).isEqualTo(1);
  }

  private static String read(String document) throws IOException {
    return Files.readString(ROOT.resolve(document));
  }
}

package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.cli.console.Console;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What a release installs for man and for shells. */
final class ManualTest {
  @Test
  void theManPageHasEveryCommandAndOptionThatIsShown() {
    String page = print("man");

    assertThat(page).startsWith(".TH \"COMPOSER\\-AUDIT\" 1\n.SH NAME\ncomposer\\-audit \\- ");
    for (CommandLine command : Main.commandLine(Console.standard()).getSubcommands().values()) {
      boolean hidden = command.getCommandSpec().usageMessage().hidden();
      String heading = ".SS \"" + command.getCommandName().replace("-", "\\-") + "\"\n";
      assertThat(page.contains(heading)).as(command.getCommandName()).isEqualTo(!hidden);
      for (OptionSpec option : command.getCommandSpec().options()) {
        if (!hidden && !option.hidden()) {
          assertThat(page).contains(option.longestName().replace("-", "\\-"));
        }
      }
    }
  }

  /** A line that begins with a dot is a request to troff; a variable of picocli's is for nobody. */
  @Test
  void noTextIsTakenForARequest() {
    assertThat(print("man").lines().filter(line -> line.startsWith(".") || line.startsWith("'")))
        .allMatch(line -> line.matches("\\.(TH|SH|SS|P|TP|B)( .*)?"));
    assertThat(print("man")).doesNotContain("${", "%n", "@|");
  }

  @Test
  void shellsAreToldEveryVerbButHiddenOnes() {
    assertThat(print("bash")).contains("complete -F _complete_composer-audit", "snapshot");
    assertThat(print("zsh")).startsWith("#compdef composer-audit\n").contains("snapshot");
    assertThat(print("bash")).doesNotContain("redrive-plan");
  }

  private static String print(String kind) {
    Cli.Run run = Cli.run("manual", kind);
    assertThat(run.code()).as(run.err()).isZero();
    return run.out();
  }
}

package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

final class MainTest {
  @Test
  void helpListsTheVerbs() {
    Golden.check("help.txt", Cli.run("--help").transcript());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"check", "doctor", "eval", "explain", "export", "lint", "list", "show", "test"})
  void everyCommandExplainsItself(String command) {
    Cli.Run run = Cli.run(command, "--help");

    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("Usage: composer-audit " + command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "help", "scan", "export", "export firewall", ""})
  void helpPrintsWhatTheOptionPrints(String command) {
    List<String> words = command.isEmpty() ? List.of() : List.of(command.split(" ", -1));

    Cli.Run help = Cli.run(Stream.concat(Stream.of("help"), words.stream()).toArray(String[]::new));

    assertThat(help)
        .isEqualTo(
            Cli.run(Stream.concat(words.stream(), Stream.of("--help")).toArray(String[]::new)));
    assertThat(help.out()).startsWith("Usage: composer-audit");
  }

  @Test
  void helpOfAVerbThatDoesNotExistIsAnErrorOfTheUser() {
    Cli.Run run = Cli.run("help", "chekc");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("chekc").contains("Did you mean").contains("check");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aVerbThatDoesNotExistIsAnErrorOfTheUser() {
    Cli.Run run = Cli.run("chekc");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("chekc").contains("Did you mean").contains("check");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void nothingRequestedIsAnErrorOfTheUser() {
    assertThat(Cli.run().code()).isEqualTo(2);
  }

  /** The exit code 1 means that something violates. */
  @Test
  void aDefectIsNoViolation() {
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine(Cli.console(err)).addSubcommand("fails", new Fails()).execute("fails");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("a defect of composer-audit", "IllegalStateException: why");
  }

  @Command
  private static final class Fails implements Runnable {
    @Override
    public void run() {
      throw new IllegalStateException("why");
    }
  }
}

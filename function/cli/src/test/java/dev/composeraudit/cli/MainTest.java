package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
}

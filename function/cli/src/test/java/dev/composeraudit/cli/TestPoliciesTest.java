package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestPoliciesTest {
  private static final String FAILING = "src/test/resources/policies/failing";

  @Test
  void aFailureShowsWhatWasExpectedAndWhatCame() {
    Cli.Run run = Cli.run("test", FAILING);

    Golden.check("test.txt", run.transcript());
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void buildServersReadJunit() {
    Cli.Run run = Cli.run("test", FAILING, "--format", "junit");

    Golden.check("test.xml", run.out());
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void theProjectsOwnPoliciesPassTheirTests() {
    Cli.Run run = Cli.run("test", "../../policies");

    assertThat(run.out()).endsWith(" 0 failed\n");
    assertThat(run.code()).isZero();
  }

  @Test
  void onlyTestsThatAreWantedRun() {
    Cli.Run run = Cli.run("test", FAILING, "--run", "^owner-label/an owner");

    assertThat(run.out()).contains("1 test: 1 passed, 0 failed");
    assertThat(run.code()).isZero();
  }

  @Test
  void noTestAtAllIsNotASuccess(@TempDir Path folder) {
    assertThat(Cli.run("test", folder.toString()).code()).isEqualTo(2);
    assertThat(Cli.run("test", FAILING, "--run", "no such test").code()).isEqualTo(2);
  }

  @Test
  void policiesWithErrorsAreNotTested() {
    Cli.Run run = Cli.run("test", "src/test/resources/policies/broken");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("policy.yaml:7:13: ");
  }

  @Test
  void anExpressionThatIsNoneIsAnErrorOfTheUser() {
    Cli.Run run = Cli.run("test", FAILING, "--run", "[");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("Invalid value for option '--run': not a regular expression: ");
  }
}

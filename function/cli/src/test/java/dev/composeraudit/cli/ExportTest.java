package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExportTest {
  private static final String EXPORTABLE = "src/test/resources/policies/exportable";

  @Test
  void customConstraintsRejectWhatWouldViolate() {
    Cli.Run run =
        Cli.run("export", "org-policy", "--policies", EXPORTABLE, "--organization", "123456789012");

    Golden.check("export-org-policy.txt", run.transcript());
  }

  @Test
  void customModulesFindWhatViolates() {
    Cli.Run run = Cli.run("export", "sha", "--policies", EXPORTABLE);

    Golden.check("export-sha.txt", run.transcript());
  }

  @Test
  void theProgramsOwnPolicyOfTheAgentCanBeHeldByGoogle() {
    Cli.Run run = Cli.run("export", "org-policy", "--policy", "ip-masquerade-agent-enabled");

    assertThat(run.out()).contains("resource.config.nodeConfig.enableIpMasqAgent == true");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"composer-2.yaml, true", "environment.yaml, false", "composer-3.yaml, true"})
  void bothFormsSayWhatThePolicySays(String subject, boolean complies) {
    String constraint = exported("org-policy", "condition: ");
    String module = exported("sha", "  expression: ");

    assertThat(value(constraint, subject)).isEqualTo(complies);
    assertThat(value(module, subject)).isEqualTo(!complies);
  }

  @Test
  void aPolicyThatBindingsUseInSeveralWaysIsNotOneConstraint() {
    Cli.Run run =
        Cli.run(
            "export",
            "sha",
            "--policies",
            EXPORTABLE,
            "--bindings",
            "src/test/resources/bindings-twice",
            "--policy",
            "private-environment");

    assertThat(run.err()).contains("several bindings");
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void nothingExportedIsNotASuccess() {
    Cli.Run run = Cli.run("export", "org-policy", "--policy", "egress-is-observable");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("egress-is-observable: not exported: ");
  }

  @Test
  void aPolicyThatDoesNotExistIsNamed() {
    Cli.Run run = Cli.run("export", "sha", "--policy", "no-such-policy");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).isEqualToIgnoringNewLines("there is no policy \"no-such-policy\"");
  }

  private static String exported(String form, String key) {
    Cli.Run run = Cli.run("export", form, "--policies", EXPORTABLE, "--policy", "agent-enabled");
    return run.out()
        .lines()
        .filter(line -> line.startsWith(key))
        .map(line -> JsonParser.parseString(line.substring(key.length())).getAsString())
        .findFirst()
        .orElseThrow();
  }

  private static boolean value(String expression, String subject) {
    Cli.Run run = Cli.runWith(expression, "eval", "src/test/resources/subjects/" + subject);
    return JsonParser.parseString(run.out()).getAsJsonObject().get("value").getAsBoolean();
  }
}

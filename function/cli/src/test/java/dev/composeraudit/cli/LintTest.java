package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LintTest {
  @Test
  void everyErrorOfEveryFileIsShownInItsPlace() {
    Cli.Run run = Cli.run("lint", "src/test/resources/policies/broken");

    Golden.check("lint.txt", run.transcript());
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void theProjectsOwnPoliciesHaveNoErrors() {
    Cli.Run run = Cli.run("lint", "../../policies");

    assertThat(run.out()).isEqualToIgnoringNewLines("../../policies: no mistakes");
    assertThat(run.code()).isZero();
  }

  @Test
  void aPolicyMayBeRightWithoutBeingTested(@TempDir Path folder) throws IOException {
    copyOwnerLabel(folder);

    Cli.Run run = Cli.run("lint", folder.toString());

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("has no test that expects FAIL");
  }

  private static final String POLICY =
      """
      apiVersion: composer-audit/v1
      kind: Policy
      metadata: {name: version-and-region}
      spec:
        displayName: The region is ours
        severity: LOW
        parameters:
          regions: {default: [], schema: {type: array, items: {type: string}}}
        variables:
          - name: region
            expression: resource.name.split("/")[3]
        validations:
          - expression: EXPRESSION
            message: Another region.
            MESSAGE: '"x"'
      """;

  private static final String BINDING =
      """
      apiVersion: composer-audit/v1
      kind: PolicyBinding
      metadata: {name: b}
      spec: {policyName: version-and-region}
      """;

  private static void copyOwnerLabel(Path folder) throws IOException {
    Files.copy(
        Path.of("src/test/resources/policies/failing/owner-label/policy.yaml"),
        folder.resolve("policy.yaml"));
  }

  private static Cli.Run lint(Path folder, String expression, String bindings) throws IOException {
    Files.writeString(
        folder.resolve("policy.yaml"),
        POLICY.replace("MESSAGE", "messageExpression").replace("EXPRESSION", expression));
    Files.writeString(folder.resolve("bindings.yaml"), bindings);
    return Cli.run("lint", folder.toString());
  }

  @Test
  void aMisspeltNameIsAskedFor(@TempDir Path folder) throws IOException {
    assertThat(lint(folder, "variables.regoin in params.regions", "").out())
        .contains("there is no variable \"regoin\" above this expression; there are region");
    assertThat(lint(folder, "variables.region in params.region", "").out())
        .contains(
            "undefined field 'region'; the parameters are regions; did you mean \"regions\"?");
    assertThat(lint(folder, "resource.config.nodeConfg.location != ''", "").out())
        .contains("undefined field 'nodeConfg'; did you mean \"nodeConfig\"?");
    assertThat(lint(folder, "cover([], networks.podCidrs)", "").out())
        .contains("did you mean \"covers\"?")
        .contains("did you mean \"network\"?");
  }

  @Test
  void aPolicyThatABindingMisspellsIsAskedFor(@TempDir Path folder) throws IOException {
    String binding = BINDING.replace("version-and-region", "version-and-regions");

    assertThat(lint(folder, "'true'", binding).out())
        .contains(
            "there is no policy \"version-and-regions\"; did you mean \"version-and-region\"?");
    assertThat(lint(folder, "'true'", binding.replace("PolicyBinding", "PolicyBindng")).out())
        .contains("did you mean \"PolicyBinding\"?");
  }

  @Test
  void aSyntaxErrorIsToldAloneAndSaysWhatToDo(@TempDir Path folder) throws IOException {
    Cli.Run unquoted = lint(folder, "!variables.region", BINDING);
    Cli.Run tab = lint(folder, "'true'\n\t", BINDING);

    assertThat(unquoted.out()).contains("must be in quotes").doesNotContain("there is no policy");
    assertThat(tab.out()).contains("not by tabs").doesNotContain("there is no policy");
  }

  @Test
  void aFileIsNotAFolder(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("policy.yaml"), "");

    assertThat(Cli.run("lint", file.toString()).err())
        .contains("policy.yaml: is a file; give the folder that it is in");
  }

  @Test
  void aSubjectOutsideTheFolderIsNotSaidToBeAbsent(@TempDir Path folder) throws IOException {
    lint(folder, "'true'", "");
    Files.writeString(
        folder.resolve("tests.yaml"),
        """
        apiVersion: composer-audit/v1
        kind: PolicyTest
        policy: version-and-region
        subject: ../subjects/composer-2.yaml
        cases: [{name: one, expect: {result: PASS}}]
        """);

    assertThat(Cli.run("lint", folder.toString()).out())
        .contains("in the folder that was given; give a folder that holds the tests and");
  }

  @Test
  void anExceptionForEveryEnvironmentIsAWarning(@TempDir Path folder) throws IOException {
    copyOwnerLabel(folder);
    Files.writeString(
        folder.resolve("exceptions.yaml"),
        """
        apiVersion: composer-audit/v1
        kind: PolicyException
        metadata: {name: for-all}
        spec:
          policyRefs: [{kind: Policy, name: owner-label}]
          matchResources: ["projects/*/locations/*/environments/**"]
          expiresAt: "2027-03-31T00:00:00Z"
          properties: {approved-by: a@example.com, reason: None.}
        ---
        apiVersion: composer-audit/v1
        kind: PolicyException
        metadata: {name: for-some}
        spec:
          policyRefs: [{kind: Policy, name: owner-label}]
          matchResources: ["projects/acme-*/locations/*/environments/*"]
          expiresAt: "2027-03-31T00:00:00Z"
          properties: {approved-by: a@example.com, reason: None.}
        """);

    Cli.Run run = Cli.run("lint", folder.toString());

    assertThat(run.code()).isZero();
    assertThat(run.err())
        .contains("warning: ")
        .contains("exception for-all covers every environment of every project")
        .doesNotContain("for-some covers");
  }

  @Test
  void aFolderWithoutPoliciesIsNotClean(@TempDir Path folder) {
    Cli.Run run = Cli.run("lint", folder.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).contains("no polic");
  }

  @Test
  void aFolderThatDoesNotExistIsNamed() {
    Cli.Run run = Cli.run("lint", "nowhere");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).isEqualToIgnoringNewLines("nowhere: no such folder");
  }
}

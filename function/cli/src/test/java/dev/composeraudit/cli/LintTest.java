package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LintTest {
  @Test
  void everyMistakeOfEveryFileIsShownInItsPlace() {
    Cli.Run run = Cli.run("lint", "src/test/resources/policies/broken");

    Golden.check("lint.txt", run.transcript());
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void theProjectsOwnPoliciesHaveNoMistakes() {
    Cli.Run run = Cli.run("lint", "../../policies");

    assertThat(run.out()).isEqualToIgnoringNewLines("../../policies: no mistakes");
    assertThat(run.code()).isZero();
  }

  @Test
  void aPolicyMayBeRightWithoutBeingTested(@TempDir Path folder) throws IOException {
    Files.copy(
        Path.of("src/test/resources/policies/failing/owner-label/policy.yaml"),
        folder.resolve("policy.yaml"));

    assertThat(Cli.run("lint", folder.toString()).code()).isZero();
  }

  @Test
  void anExceptionForEveryEnvironmentIsAWarning(@TempDir Path folder) throws IOException {
    Files.copy(
        Path.of("src/test/resources/policies/failing/owner-label/policy.yaml"),
        folder.resolve("policy.yaml"));
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

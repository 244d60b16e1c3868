package dev.composeraudit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.policy.result.PolicyInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFileSetTest {
  private static final String POLICY =
      """
      apiVersion: composer-audit/v1
      kind: Policy
      metadata: {name: %s}
      spec:
        displayName: Named
        severity: LOW
        validations:
          - expression: resource.name != ""
            message: It has no name.
      """;
  private static final String BINDING =
      """
      apiVersion: composer-audit/v1
      kind: PolicyBinding
      metadata: {name: here}
      spec: {policyName: %s}
      """;

  @TempDir Path folder;

  @Test
  void withoutFoldersThePackagedPoliciesAreInForce() throws Exception {
    PolicySet policies = PolicyFileSet.load(null, null);

    assertThat(policies.digest()).isEqualTo(PackagedPolicies.load().digest());
    assertThat(policies.policies()).isNotEmpty();
  }

  @Test
  void aFolderOfPoliciesReplacesThem() throws Exception {
    write("policies/one/policy.yaml", POLICY.formatted("one"));
    write("policies/two.yml", POLICY.formatted("two"));
    write("policies/bindings.yaml", BINDING.formatted("one"));

    assertThat(PolicyFileSet.load(folder.resolve("policies"), null).policies())
        .extracting(PolicyInfo::name)
        .containsExactly("one", "two");
  }

  @Test
  void testsSubjectsAndOtherFilesArePartOfNoPolicy() throws Exception {
    write("policies/one/policy.yaml", POLICY.formatted("one"));
    String digest = PolicyFileSet.load(folder.resolve("policies"), null).digest();
    write("policies/one/tests.yaml", "nonsense");
    write("policies/subjects/base.yaml", "nonsense");
    write("policies/README.md", "nonsense");
    write("policies/.hidden.yaml", "nonsense");

    assertThat(PolicyFileSet.load(folder.resolve("policies"), null).digest()).isEqualTo(digest);
  }

  @Test
  void aFolderOfBindingsReplacesThoseOfTheJar() throws Exception {
    write("bindings/any.yaml", BINDING.formatted("ip-masquerade-agent-enabled"));
    PolicySet policies = PolicyFileSet.load(null, folder.resolve("bindings"));

    assertThat(policies.policies()).isEqualTo(PackagedPolicies.load().policies());
    assertThat(policies.digest()).isNotEqualTo(PackagedPolicies.load().digest());
  }

  @Test
  void aFolderOfBindingsReplacesThoseOfAFolderOfPolicies() throws Exception {
    write("policies/one/policy.yaml", POLICY.formatted("one"));
    write("policies/bindings.yaml", BINDING.formatted("no-such-policy"));
    write("bindings/bindings.yaml", BINDING.formatted("one"));

    assertThat(
            PolicyFileSet.load(folder.resolve("policies"), folder.resolve("bindings")).policies())
        .hasSize(1);
  }

  @Test
  void aFolderOfBindingsReplacesThoseInAnyFileOfAFolderOfPolicies() throws Exception {
    write("policies/one/policy.yaml", POLICY.formatted("one").replace("!=", "=="));
    write(
        "policies/one/exceptions.yaml",
        """
        apiVersion: composer-audit/v1
        kind: PolicyException
        metadata: {name: migration}
        spec:
          policyRefs: [{kind: Policy, name: one}]
          expiresAt: "2027-03-31T00:00:00Z"
          properties: {approved-by: a, reason: r}
        """);
    write("bindings/bindings.yaml", BINDING.formatted("one"));

    PolicySet with = PolicyFileSet.load(folder.resolve("policies"), folder.resolve("bindings"));
    PolicySet without = PolicyFileSet.load(folder.resolve("policies"), null);

    assertThat(without.exceptions()).hasSize(1);
    assertThat(with.exceptions()).isEmpty();
  }

  @Test
  void onlyFilesCalledTestsAreTests() throws Exception {
    write("policies/one/policy.yaml", POLICY.formatted("one"));
    write("policies/extra/latests.yaml", POLICY.formatted("two"));

    assertThat(PolicyFileSet.load(folder.resolve("policies"), null).policies())
        .extracting(PolicyInfo::name)
        .containsExactly("one", "two");
  }

  @Test
  void bindingsOfAPolicyThatIsNotThereAreAMistake() throws Exception {
    write("bindings/bindings.yaml", BINDING.formatted("no-such-policy"));

    assertThatThrownBy(() -> PolicyFileSet.load(null, folder.resolve("bindings")))
        .isInstanceOf(InvalidDocumentsException.class)
        .hasMessageContaining("bindings.yaml:4:")
        .hasMessageContaining("no-such-policy");
  }

  @Test
  void aMisnamedPolicyFileIsReadAndNotOverlooked() throws Exception {
    write("policies/one/policy.yaml", POLICY.formatted("one"));
    write("policies/two/polcy.yaml", "kind: Policy\nspeck: {}\n");

    assertThatThrownBy(() -> PolicyFileSet.load(folder.resolve("policies"), null))
        .isInstanceOf(InvalidDocumentsException.class)
        .hasMessageContaining("two/polcy.yaml:2:1");
  }

  @Test
  void aFolderWithoutPoliciesStopsTheStart() throws Exception {
    assertThatThrownBy(() -> PolicyFileSet.load(folder, null))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("POLICIES: nothing to read in ");

    write("bindings.yaml", "");
    assertThatThrownBy(() -> PolicyFileSet.load(folder, null))
        .isInstanceOf(InvalidDocumentsException.class)
        .hasMessageContaining("there is no policy in any file");
  }

  @Test
  void aFolderWithoutBindingsStopsTheStart() {
    assertThatThrownBy(() -> PolicyFileSet.load(null, folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("BINDINGS: nothing to read in ");
  }

  @Test
  void aFileThatIsNotUtf8StopsTheStart() throws Exception {
    Files.write(folder.resolve("policy.yaml"), new byte[] {(byte) 0xff});

    assertThatThrownBy(() -> PolicyFileSet.load(folder, null)).hasMessageEndingWith("not UTF-8");
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(text));
  }
}

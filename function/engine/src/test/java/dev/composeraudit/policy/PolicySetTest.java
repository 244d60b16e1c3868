package dev.composeraudit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The policies of the jar and those of a folder, as one and the same thing. */
class PolicySetTest {
  private static final List<Subject> SUBJECTS =
      List.of(
          Subjects.composer2(),
          Subjects.composer2("{environment: {config: {nodeConfig: null}}}"),
          Subjects.composer2("{egressNatPolicies: null}"),
          Subjects.composer2("{cluster: null, subnetworks: null}"),
          Subjects.composer1("{ipMasqAgentConfig: {}}"),
          Subjects.composer1("{ipMasqAgentDaemonSet: null}"));

  @Test
  void policiesCheckedByTheBuildJudgeAsThoseOfTheFolderDo() throws InvalidDocumentsException {
    PolicySet folder = PolicySetLoader.load(TestPolicyFolder.shipped());
    PolicySet packaged = PackagedPolicies.load();

    assertThat(packaged.policies()).isEqualTo(folder.policies());
    assertThat(packaged.digest()).isEqualTo(folder.digest());
    for (Subject subject : SUBJECTS) {
      assertThat(packaged.judge(subject, WrittenPolicy.NOW))
          .isEqualTo(folder.judge(subject, WrittenPolicy.NOW));
    }
  }

  @Test
  void resultsComeInTheOrderOfTheNamesAndEqualEachTime() {
    PolicySet set = PackagedPolicies.load();

    List<Result> results = set.judge(Subjects.composer2(), WrittenPolicy.NOW);

    assertThat(results).extracting(result -> result.policy().name()).isSorted();
    assertThat(set.judge(Subjects.composer2(), WrittenPolicy.NOW)).isEqualTo(results);
  }

  @Test
  void theDigestIsThatOfWhatMakesTheSetInAnyOrder() throws InvalidDocumentsException {
    List<SourceFile> files = new ArrayList<>(TestPolicyFolder.shipped());
    String digest = PolicySetLoader.load(files).digest();
    assertThat(digest).matches("sha256:[0-9a-f]{64}");

    Collections.reverse(files);
    assertThat(PolicySetLoader.load(files).digest()).isEqualTo(digest);

    files.removeIf(file -> file.path().endsWith("tests.yaml"));
    assertThat(PolicySetLoader.load(files).digest()).isEqualTo(digest);
  }

  @Test
  void theDigestChangesWithEachFileOfTheSet() throws InvalidDocumentsException {
    SourceFile one = WrittenPolicy.policyThat("one", "true");
    SourceFile other = WrittenPolicy.policyThat("one", "true || true");
    SourceFile binding = WrittenPolicy.binding("everywhere", "policyName: one");

    assertThat(
            List.of(
                WrittenPolicy.load(one).digest(),
                WrittenPolicy.load(other).digest(),
                WrittenPolicy.load(one, binding).digest()))
        .doesNotHaveDuplicates();
  }

  @Test
  void anOrganizationsBindingsReplaceThoseOfTheJar() throws InvalidDocumentsException {
    PolicySet set =
        PackagedPolicies.loadWith(
            List.of(
                WrittenPolicy.binding(
                    "elsewhere",
                    """
                    policyName: ip-masquerade-agent-enabled
                    matchResources: [projects/other/locations/*/environments/*]
                    """)));

    assertThat(set.judge(Subjects.composer2(), WrittenPolicy.NOW))
        .filteredOn(result -> result.policy().name().equals("ip-masquerade-agent-enabled"))
        .extracting(Result::outcome)
        .containsExactly(Outcome.SKIP);
    assertThat(set.digest()).isNotEqualTo(PackagedPolicies.load().digest());
  }

  @Test
  void errorsInAnOrganizationsBindingsAreReportedAsErrors() {
    List<SourceFile> bindings =
        List.of(WrittenPolicy.binding("lost", "policyName: no-such-policy"));

    assertThatThrownBy(() -> PackagedPolicies.loadWith(bindings))
        .isInstanceOf(InvalidDocumentsException.class)
        .hasMessageContaining("no-such-policy");
  }

  @Test
  void policiesThatAreNotThoseOfTheBuildStopTheStart() {
    List<SourceFile> tampered = new ArrayList<>(PackagedPolicies.sources());
    SourceFile first = tampered.get(tampered.size() - 1);
    tampered.set(
        tampered.size() - 1,
        new SourceFile(first.path(), first.text().replace("HIGH", "LOW ") + " "));

    assertThatThrownBy(() -> PackagedPolicies.load(tampered))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(first.path());
  }

  @Test
  void aSetWithoutPoliciesIsAnError() {
    assertThatThrownBy(() -> PolicySetLoader.load(List.of()))
        .isInstanceOf(InvalidDocumentsException.class)
        .hasMessageContaining("there is no policy");
    assertThatThrownBy(
            () -> PolicySetLoader.load(List.of(new SourceFile("empty.yaml", "# nothing\n"))))
        .isInstanceOf(InvalidDocumentsException.class);
  }
}

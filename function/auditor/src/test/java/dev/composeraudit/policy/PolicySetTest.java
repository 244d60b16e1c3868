package dev.composeraudit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.composeraudit.subject.InvalidDocumentsException;
import dev.composeraudit.subject.SourceFile;
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
    PolicySet folder = PolicySet.load(PolicyFolder.shipped());
    PolicySet packaged = PolicySet.packaged();

    assertThat(packaged.policies()).isEqualTo(folder.policies());
    assertThat(packaged.digest()).isEqualTo(folder.digest());
    for (Subject subject : SUBJECTS) {
      assertThat(packaged.judge(subject, Written.NOW))
          .isEqualTo(folder.judge(subject, Written.NOW));
    }
  }

  @Test
  void resultsComeInTheOrderOfTheNamesAndEqualEachTime() {
    PolicySet set = PolicySet.packaged();

    List<Result> results = set.judge(Subjects.composer2(), Written.NOW);

    assertThat(results).extracting(result -> result.policy().name()).isSorted();
    assertThat(set.judge(Subjects.composer2(), Written.NOW)).isEqualTo(results);
  }

  @Test
  void theDigestIsThatOfWhatMakesTheSetInAnyOrder() throws InvalidDocumentsException {
    List<SourceFile> files = new ArrayList<>(PolicyFolder.shipped());
    String digest = PolicySet.load(files).digest();
    assertThat(digest).matches("sha256:[0-9a-f]{64}");

    Collections.reverse(files);
    assertThat(PolicySet.load(files).digest()).isEqualTo(digest);

    files.removeIf(file -> file.path().endsWith("tests.yaml"));
    assertThat(PolicySet.load(files).digest()).isEqualTo(digest);
  }

  @Test
  void theDigestChangesWithEachFileOfTheSet() throws InvalidDocumentsException {
    SourceFile one = Written.policyThat("one", "true");
    SourceFile other = Written.policyThat("one", "true || true");
    SourceFile binding = Written.binding("everywhere", "policyName: one");

    assertThat(
            List.of(
                Written.load(one).digest(),
                Written.load(other).digest(),
                Written.load(one, binding).digest()))
        .doesNotHaveDuplicates();
  }

  @Test
  void anOrganizationsBindingsReplaceThoseOfTheJar() throws InvalidDocumentsException {
    PolicySet set =
        PolicySet.packagedWith(
            List.of(
                Written.binding(
                    "elsewhere",
                    """
                    policyName: ip-masquerade-agent-enabled
                    matchResources: [projects/other/locations/*/environments/*]
                    """)));

    assertThat(set.judge(Subjects.composer2(), Written.NOW))
        .filteredOn(result -> result.policy().name().equals("ip-masquerade-agent-enabled"))
        .extracting(Result::outcome)
        .containsExactly(Outcome.SKIP);
    assertThat(set.digest()).isNotEqualTo(PolicySet.packaged().digest());
  }

  @Test
  void mistakesInAnOrganizationsBindingsAreToldAsMistakes() {
    List<SourceFile> bindings = List.of(Written.binding("lost", "policyName: no-such-policy"));

    assertThatThrownBy(() -> PolicySet.packagedWith(bindings))
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
  void aSetWithoutPoliciesIsAMistake() {
    assertThatThrownBy(() -> PolicySet.load(List.of()))
        .isInstanceOf(InvalidDocumentsException.class)
        .hasMessageContaining("there is no policy");
    assertThatThrownBy(() -> PolicySet.load(List.of(new SourceFile("empty.yaml", "# nothing\n"))))
        .isInstanceOf(InvalidDocumentsException.class);
  }
}

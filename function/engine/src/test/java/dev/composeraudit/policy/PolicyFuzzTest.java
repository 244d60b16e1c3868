package dev.composeraudit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.composeraudit.FuzzBounds;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.SourceFile;
import java.util.List;

/** A policy file, of its YAML and of its CEL. */
class PolicyFuzzTest {
  static {
    // The first of a process pays for CEL's own classes.
    judge(WrittenPolicy.policyThat("warm", "resource.name != \"\""));
  }

  @FuzzTest
  void aPolicyIsLoadedAndJudgesOrItsErrorsAreNamed(byte[] data) {
    String text = FuzzBounds.text(data);
    FuzzBounds.withinASecond(() -> judge(new SourceFile("fuzzed/policy.yaml", text)));
  }

  private static void judge(SourceFile file) {
    PolicySet policies;
    try {
      policies = PolicySetLoader.load(List.of(file));
    } catch (InvalidDocumentsException mistaken) {
      mistaken.issues().forEach(PolicyFuzzTest::hold);
      return;
    }
    JudgedPolicies.hold(policies, JudgedPolicies.KNOWN);
  }

  private static void hold(Issue issue) {
    assertThat(issue.code()).isNotBlank();
    FuzzBounds.isOneLine(issue.message());
    assertThat(issue.place().line()).isBetween(0, (int) issue.file().text().lines().count() + 1);
  }
}

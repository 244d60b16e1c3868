package dev.composeraudit.policy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.composeraudit.FuzzBounds;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.subject.SubjectReader;
import java.time.Clock;
import java.time.ZoneOffset;

/** A Subject document, read and judged by the policies of this repository. */
class SubjectFuzzTest {
  private static final Clock CLOCK = Clock.fixed(WrittenPolicy.NOW, ZoneOffset.UTC);
  private static final PolicySet POLICIES =
      WrittenPolicy.load(TestPolicyFolder.shipped().toArray(SourceFile[]::new));

  static {
    // The first of a process pays for the classes of CEL and of the providers' messages.
    JudgedPolicies.hold(POLICIES, Subjects.composer2());
    JudgedPolicies.hold(POLICIES, Subjects.composer1("{}"));
  }

  @FuzzTest
  void aSubjectIsReadAndJudgedOrItsErrorsAreNamed(byte[] data) {
    SourceFile file = new SourceFile("subject.yaml", FuzzBounds.text(data));
    FuzzBounds.withinASecond(
        () -> {
          try {
            new SubjectReader(CLOCK)
                .read(file)
                .forEach(subject -> JudgedPolicies.hold(POLICIES, subject));
          } catch (InvalidDocumentsException mistaken) {
            mistaken.issues().forEach(issue -> FuzzBounds.isOneLine(issue.message()));
          }
        });
  }
}

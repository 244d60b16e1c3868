package dev.composeraudit.policy;

import dev.composeraudit.subject.Document;
import dev.composeraudit.subject.Documents;
import dev.composeraudit.subject.InvalidDocumentsException;
import dev.composeraudit.subject.SourceFile;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.SubjectReader;
import java.time.Clock;
import java.time.ZoneOffset;

/** The baseline subjects of the policies' own tests, each with what is different about it. */
final class Subjects {
  private Subjects() {}

  static Subject composer1(String patch) {
    return patched("subjects/composer-1.yaml", patch);
  }

  static Subject composer2() {
    return composer2("{}");
  }

  /** Composer 2 with the agent, patched by YAML read as a JSON merge patch. */
  static Subject composer2(String patch) {
    return patched("subjects/composer-2.yaml", patch);
  }

  static Subject patched(String baseline, String patch) {
    try {
      SourceFile file = PolicyFolder.file(PolicyFolder.SHIPPED, baseline);
      Document document = new Documents(Documents.PROVIDER).read(file).get(0);
      Document changes =
          new Documents(Documents.OWN).read(new SourceFile("patch.yaml", "---\n" + patch)).get(0);
      return new SubjectReader(Clock.fixed(Written.NOW, ZoneOffset.UTC))
          .read(
              new Document(
                  file,
                  SubjectPatch.apply(document.value(), changes.value().getAsJsonObject()),
                  document.places()));
    } catch (InvalidDocumentsException malformed) {
      throw new AssertionError(malformed.getMessage(), malformed);
    }
  }
}

package dev.composeraudit.policy;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.DocumentLimits;
import dev.composeraudit.document.Documents;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.SubjectPatch;
import dev.composeraudit.subject.SubjectReader;
import java.time.Clock;
import java.time.ZoneOffset;

/** The baseline subjects of the policies' own tests, each with what is different about it. */
public final class Subjects {
  private Subjects() {}

  public static Subject composer1(String patch) {
    return patched("subjects/composer-1.yaml", patch);
  }

  public static Subject composer2() {
    return composer2("{}");
  }

  /** Composer 2 with the agent, patched by YAML read as a JSON merge patch. */
  public static Subject composer2(String patch) {
    return patched("subjects/composer-2.yaml", patch);
  }

  static Subject patched(String baseline, String patch) {
    return patched(
        baseline,
        only(Documents.OWN, new SourceFile("patch.yaml", "---\n" + patch))
            .value()
            .getAsJsonObject());
  }

  static Subject patched(String baseline, JsonObject patch) {
    Document document =
        only(Documents.PROVIDER, TestPolicyFolder.file(TestPolicyFolder.SHIPPED, baseline));
    try {
      return new SubjectReader(Clock.fixed(WrittenPolicy.NOW, ZoneOffset.UTC))
          .read(
              new Document(
                  document.file(), SubjectPatch.apply(document.value(), patch), document.places()));
    } catch (InvalidDocumentsException malformed) {
      throw new AssertionError(malformed.getMessage(), malformed);
    }
  }

  private static Document only(DocumentLimits limits, SourceFile file) {
    try {
      return new Documents(limits).read(file).get(0);
    } catch (InvalidDocumentsException malformed) {
      throw new AssertionError(malformed.getMessage(), malformed);
    }
  }
}

package dev.composeraudit.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.Strictness;
import dev.composeraudit.FuzzBounds;
import java.util.List;

/** The one reader of YAML and JSON. */
class DocumentsFuzzTest {
  private static final Gson GSON =
      new Gson().newBuilder().setStrictness(Strictness.STRICT).create();

  @FuzzTest
  void aDocumentIsReadOrItsErrorsAreNamed(byte[] data) {
    SourceFile file = new SourceFile("file", FuzzBounds.text(data));
    FuzzBounds.withinASecond(
        () -> {
          try {
            new Documents(Documents.OWN).read(file).forEach(DocumentsFuzzTest::hold);
          } catch (InvalidDocumentsException mistaken) {
            mistaken.issues().forEach(DocumentsFuzzTest::hold);
          }
        });
  }

  /** What was read is JSON: written as such it is read the same, by us and by Gson. */
  private static void hold(Document document) {
    String json = document.value().toString();
    if (json.startsWith("{") || json.startsWith("[")) {
      assertThat(GSON.fromJson(json, JsonElement.class)).isEqualTo(document.value());
      assertThat(again(json).get(0).value()).isEqualTo(document.value());
    }
    long lines = document.file().text().lines().count();
    document
        .places()
        .values()
        .forEach(place -> assertThat(place.line()).isBetween(0, (int) lines + 1));
  }

  private static List<Document> again(String json) {
    try {
      return new Documents(new DocumentLimits(16 * 1024 * 1024, 64, 0))
          .read(new SourceFile("again", json));
    } catch (InvalidDocumentsException mistaken) {
      throw new AssertionError(json, mistaken);
    }
  }

  private static void hold(Issue issue) {
    assertThat(issue.code()).isNotBlank();
    assertThat(issue.message()).isNotBlank();
    assertThat(issue.render().lines().count()).isLessThanOrEqualTo(3);
  }
}

package dev.composeraudit.policy.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.Documents;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Position;
import dev.composeraudit.document.SourceFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The caret stands under the word that is meant, however the text is written. */
class ScalarPositionsTest {
  private static final String WORD = "HERE";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key: HERE",
        "key: a == HERE",
        "key: a\n  && b\n  && HERE && c",
        "key: a\n\n  && HERE",
        "key: a\n\n\n  && HERE",
        "key: 'a == HERE'",
        "key: 'it''s ''quoted'' HERE'",
        "key: 'a\n  && HERE'",
        "key: \"a == HERE\"",
        "key: \"a == \\\"b\\\" && HERE\"",
        "key: \"tab\\t \\x41 \\u0041 \\U00000041 HERE\"",
        "key: \"a\n  && b\n   && HERE\"",
        "key: |\n  HERE",
        "key: |\n  a\n    && b\n    && HERE\n",
        "key: |-\n\n  a\n\n  && HERE\n",
        "key: >-\n  a && HERE",
        "key: >-\n  a\n  && b\n  && HERE\n",
        "key: >\n  a\n\n  && HERE\n",
        "key: >\n  a\n    && indented\n  && HERE\n",
        "{key: a == HERE, other: b}",
        "outer:\n  - inner: x\n    key: >-\n      a\n      && HERE\n    last: y",
      })
  void aWordIsFoundWhereItIsInTheFile(String yaml) throws InvalidDocumentsException {
    SourceFile file = new SourceFile("a.yaml", "---\n" + yaml);
    Document document = new Documents(Documents.OWN).read(file).get(0);
    JsonObject root = document.value().getAsJsonObject();
    String path = root.has("key") ? "$.key" : "$.outer[0].key";
    JsonObject holder =
        root.has("key") ? root : root.getAsJsonArray("outer").get(0).getAsJsonObject();
    String value = holder.get("key").getAsString();

    Position place = ScalarPositions.locate(file, document.place(path), value.indexOf(WORD));

    assertThat(file.line(place.line()).substring(place.column() - 1)).startsWith(WORD);
  }
}

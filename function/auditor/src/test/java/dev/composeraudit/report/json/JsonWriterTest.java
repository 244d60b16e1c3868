package dev.composeraudit.report.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written means what Gson's own writer would have written. */
class JsonWriterTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "{\"a\": null, \"b\": [1, -2.50, 1e400, 12345678901234567890, true, false, []]}",
        "{\"\": {\"\\\"\": \"\\u0000\\n\\\\/\\u007f\\u2028 ö 😀\"}}"
      })
  void aTreeIsWrittenWhole(String text) {
    JsonElement json = JsonParser.parseString(text);

    assertThat(read(JsonWriter.of(json))).isEqualTo(json).hasToString(json.toString());
  }

  @Property
  void anyTextIsWrittenAsGsonWritesIt(@ForAll String text) {
    JsonElement json = JsonFields.singleton(new JsonPrimitive(text));
    byte[] gsons = json.toString().getBytes(StandardCharsets.UTF_8);

    assertThat(read(JsonWriter.of(json))).isEqualTo(read(gsons));
  }

  @Test
  void halfOfACharacterIsAQuestionMark() {
    JsonElement json = JsonParser.parseString("[\"a\\ud83d\", \"\\ude00b\"]");

    assertThat(new String(JsonWriter.of(json), StandardCharsets.UTF_8))
        .isEqualTo("[\"a?\",\"?b\"]");
  }

  private static JsonElement read(byte[] json) {
    return JsonParser.parseString(new String(json, StandardCharsets.UTF_8));
  }
}

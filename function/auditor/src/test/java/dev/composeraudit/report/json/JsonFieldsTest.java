package dev.composeraudit.report.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;

/** Foreign text in findings and log entries is of bounded length. */
final class JsonFieldsTest {
  @Test
  void aTextOf1024CharactersStaysAsItIs() {
    assertThat(JsonFields.truncate("x".repeat(1024))).isEqualTo("x".repeat(1024));
  }

  @Test
  void aLongerOneIsCutTo1024CharactersWithAMark() {
    assertThat(JsonFields.truncate("x".repeat(1025))).isEqualTo("x".repeat(1023) + "…");
  }

  @Test
  void aCharacterThatTakesTwoIsCutOffWhole() {
    String before = "x".repeat(1022);

    assertThat(JsonFields.truncate(before + "😀😀")).isEqualTo(before + "…");
    assertThat(JsonFields.truncate("x" + before + "😀😀")).isEqualTo("x" + before + "…");
    assertThat(JsonFields.truncate(before.substring(1) + "😀😀😀"))
        .isEqualTo(before.substring(1) + "😀…");
  }

  @Test
  void aBlankTextIsLeftOut() {
    JsonObject json = new JsonObject();
    JsonFields.addText(json, "blank", "");
    JsonFields.addText(json, "long", "x".repeat(2000));

    assertThat(json.has("blank")).isFalse();
    assertThat(json.get("long").getAsString()).hasSize(1024);
  }
}

package dev.composeraudit.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;

/** The small change of writing OCSF: blank texts are left out, foreign ones cut. */
final class OcsfJson {
  /** Of foreign text, in characters; reliability demands a bound, dashboards a readable one. */
  private static final int LIMIT = 1024;

  private OcsfJson() {}

  static void addText(JsonObject to, String key, String text) {
    if (!text.isEmpty()) {
      to.addProperty(key, limited(text));
    }
  }

  static String limited(String text) {
    return limited(text, LIMIT);
  }

  static String limited(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    // Never half of a character that takes two.
    int end = Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
    return text.substring(0, end) + "…";
  }

  static JsonArray texts(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  static JsonArray list(JsonElement only) {
    JsonArray array = new JsonArray();
    array.add(only);
    return array;
  }

  /** {@code HIGH} as OCSF's caption {@code High}. */
  static String capitalized(String name) {
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}

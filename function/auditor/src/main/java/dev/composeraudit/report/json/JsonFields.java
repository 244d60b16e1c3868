package dev.composeraudit.report.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/** Makes the fields of JSON documents: blank texts are left out, long ones are cut. */
public final class JsonFields {
  /** The most characters of a text that comes from outside; more is not readable anyway. */
  private static final int MAX_LENGTH = 1024;

  private JsonFields() {}

  /** Adds a text, cut to 1024 characters; a blank one is left out. */
  public static void addText(JsonObject to, String key, String text) {
    if (!text.isEmpty()) {
      to.addProperty(key, truncate(text));
    }
  }

  /** The text, cut to 1024 characters. */
  public static String truncate(String text) {
    return truncate(text, MAX_LENGTH);
  }

  /** The text, cut to so many characters, the last of which then is an ellipsis. */
  public static String truncate(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    // Never half of a surrogate pair.
    int end = Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
    return text.substring(0, end) + "…";
  }

  /**
   * At most how many bytes a text takes in a JSON document in UTF-8: with its escapes, without its
   * quotation marks.
   */
  public static int utf8Length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c == '\n') {
        bytes += 2;
      } else if (c < 0x20) {
        bytes += 6;
      } else if (c < 0x80) {
        bytes += 1;
      } else {
        // A surrogate pair takes 4 bytes; this counts 6, which is safe.
        bytes += c < 0x800 ? 2 : 3;
      }
    }
    return bytes;
  }

  /** An array of texts. */
  public static JsonArray texts(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  /** An array with one element. */
  public static JsonArray singleton(JsonElement only) {
    JsonArray array = new JsonArray();
    array.add(only);
    return array;
  }
}

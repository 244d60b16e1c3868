package dev.composeraudit.cli.format;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;

/** JSON as it is printed: for people too, nulls included. */
public final class JsonText {
  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private JsonText() {}

  public static String of(JsonElement json) {
    return PRETTY.toJson(json);
  }

  /** Writes pieces of a large text one by one, as {@link #of} would write the whole. */
  public static JsonWriter writer(Writer out) throws IOException {
    return PRETTY.newJsonWriter(out);
  }

  /** Writes a piece of it. */
  public static void write(JsonElement json, JsonWriter writer) {
    PRETTY.toJson(json, writer);
  }
}

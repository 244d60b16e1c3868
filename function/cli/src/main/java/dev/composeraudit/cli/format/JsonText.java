package dev.composeraudit.cli.format;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.List;

/** JSON as it is printed: for people too, nulls included. */
public final class JsonText {
  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private JsonText() {}

  public static String of(JsonElement json) {
    return PRETTY.toJson(json);
  }

  public static JsonArray texts(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }
}

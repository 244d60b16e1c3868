package dev.composeraudit.document;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Reads members of provider documents: an absent or null member is blank or empty. */
public final class Json {
  private Json() {}

  /** A string member; blank if absent or null. */
  public static String text(JsonObject object, String key) throws MalformedDocumentException {
    JsonElement value = object.get(key);
    if (value == null || value.isJsonNull()) {
      return "";
    }
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw new MalformedDocumentException(Excerpt.line(key) + ": must be a string");
    }
    return value.getAsString();
  }

  /** An object member; an empty one if absent or null. */
  public static JsonObject object(JsonObject object, String key) throws MalformedDocumentException {
    JsonElement value = object.get(key);
    if (value == null || value.isJsonNull()) {
      return new JsonObject();
    }
    return asObject(value, key);
  }

  /** A member that is a list of anything; empty if absent or null. */
  public static List<JsonElement> list(JsonObject object, String key)
      throws MalformedDocumentException {
    JsonElement value = object.get(key);
    if (value == null || value.isJsonNull()) {
      return List.of();
    }
    if (!(value instanceof JsonArray array)) {
      throw new MalformedDocumentException(Excerpt.line(key) + ": must be a list");
    }
    return List.copyOf(array.asList());
  }

  /** A member that is a list of objects; empty if absent or null. */
  public static List<JsonObject> objects(JsonObject object, String key)
      throws MalformedDocumentException {
    List<JsonObject> objects = new ArrayList<>();
    for (JsonElement element : list(object, key)) {
      objects.add(asObject(element, key));
    }
    return objects;
  }

  public static JsonObject asObject(JsonElement value, String what)
      throws MalformedDocumentException {
    if (!(value instanceof JsonObject object)) {
      throw new MalformedDocumentException(Excerpt.line(what) + ": must be an object");
    }
    return object;
  }
}

package dev.composeraudit.cli.input.document;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.composeraudit.document.Suggestion;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds fields of Google's messages in JSON, where each may have its JSON or its proto name. */
public final class Fields {
  /** A shorter key is similar to too many others. */
  private static final int LENGTH = 6;

  private static final int DISTANCE = 2;

  private Fields() {}

  /** The field that a key of JSON names; empty if the message has none of this name. */
  public static Optional<FieldDescriptor> named(Descriptor message, String key) {
    return message.getFields().stream()
        .filter(field -> field.getJsonName().equals(key) || field.getName().equals(key))
        .findFirst();
  }

  /** The field's value; null if it is absent or null. */
  public static @Nullable JsonElement value(JsonObject object, FieldDescriptor field) {
    JsonElement value = object.get(field.getJsonName());
    if (value == null) {
      value = object.get(field.getName());
    }
    return value == null || value.isJsonNull() ? null : value;
  }

  /** The object under a JSON name or, with underscores, a proto name; null if there is none. */
  public static @Nullable JsonObject object(@Nullable JsonObject parent, String jsonName) {
    if (parent == null) {
      return null;
    }
    JsonElement value = parent.get(jsonName);
    if (value == null) {
      value = parent.get(jsonName.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
    }
    return value instanceof JsonObject object ? object : null;
  }

  /** A member that is a string; blank if there is none, or no such object. */
  public static String text(@Nullable JsonObject object, String key) {
    return object != null && object.get(key) instanceof JsonPrimitive text && text.isString()
        ? text.getAsString()
        : "";
  }

  /**
   * A member that must be there.
   *
   * @throws IllegalStateException if it is not
   */
  public static JsonElement required(JsonObject object, String key) {
    JsonElement value = object.get(key);
    if (value == null) {
      throw new IllegalStateException("no member " + key);
    }
    return value;
  }

  /** Whether it is a message of its own, not a map and not a list. */
  static boolean isMessage(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isRepeated();
  }

  /** Whether the JSON value is an object of fields that can be named one by one. */
  public static boolean hasNamedFields(FieldDescriptor field) {
    return isMessage(field) && !field.getMessageType().getFullName().startsWith("google.protobuf.");
  }

  /** Whether a key is most likely a field misspelt. */
  public static boolean isMeant(String key, String field) {
    String written = plain(key);
    String right = plain(field);
    return written.equals(right)
        || (right.length() >= LENGTH
            && !withoutDigits(written).equals(withoutDigits(right))
            && written.length() - right.length() <= DISTANCE
            && Suggestion.distance(written, right) <= DISTANCE);
  }

  private static String plain(String key) {
    return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** Names that differ by a number alone mean different things: ipv4, ipv6. */
  private static String withoutDigits(String key) {
    return key.replaceAll("[0-9]", "");
  }
}

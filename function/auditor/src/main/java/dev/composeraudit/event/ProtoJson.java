package dev.composeraudit.event;

import com.google.common.base.CaseFormat;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads members of a protobuf message in JSON. Protobuf's JSON format allows two spellings of a
 * field's name, {@code logName} and {@code log_name}, and an enum value by its name or its number.
 * Fields are asked for in camelCase; an absent or null member is blank or empty.
 */
final class ProtoJson {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private ProtoJson() {}

  /**
   * A member; null if it is absent or null.
   *
   * @throws MalformedDocumentException if both spellings are there with different values
   */
  static @Nullable JsonElement member(JsonObject message, String field)
      throws MalformedDocumentException {
    JsonElement value = present(message, field);
    String other = CaseFormat.LOWER_CAMEL.to(CaseFormat.LOWER_UNDERSCORE, field);
    JsonElement second = other.equals(field) ? null : present(message, other);
    if (value != null && second != null && !value.equals(second)) {
      throw new MalformedDocumentException(
          "%s: is also given as %s, with another value".formatted(field, other));
    }
    return value == null ? second : value;
  }

  static boolean has(JsonObject message, String field) throws MalformedDocumentException {
    return member(message, field) != null;
  }

  static String text(JsonObject message, String field) throws MalformedDocumentException {
    return Json.text(only(message, field), field);
  }

  static JsonObject object(JsonObject message, String field) throws MalformedDocumentException {
    return Json.object(only(message, field), field);
  }

  static List<JsonObject> objects(JsonObject message, String field)
      throws MalformedDocumentException {
    return Json.objects(only(message, field), field);
  }

  /** Whether a boolean member is true; protobuf's reader takes it as a string too. */
  static boolean isTrue(JsonObject message, String field) throws MalformedDocumentException {
    return member(message, field) instanceof JsonPrimitive value
        && !value.isNumber()
        && value.getAsString().equals("true");
  }

  /**
   * The number of an enum member: 0 if it is absent, or a name that the enum does not have.
   *
   * @throws MalformedDocumentException if it is neither a name nor a number
   */
  static BigDecimal number(JsonObject message, String field, EnumDescriptor type)
      throws MalformedDocumentException {
    JsonElement member = member(message, field);
    if (member == null) {
      return BigDecimal.ZERO;
    }
    if (!(member instanceof JsonPrimitive value) || value.isBoolean()) {
      throw new MalformedDocumentException(
          "%s: must be the name or the number of a %s".formatted(field, type.getName()));
    }
    if (value.isNumber()) {
      return value.getAsBigDecimal();
    }
    String text = value.getAsString();
    if (NUMBER.matcher(text).matches()) {
      return new BigDecimal(text);
    }
    EnumValueDescriptor named = type.findValueByName(text);
    return named == null ? BigDecimal.ZERO : BigDecimal.valueOf(named.getNumber());
  }

  private static @Nullable JsonElement present(JsonObject message, String key) {
    JsonElement value = message.get(key);
    return value == null || value.isJsonNull() ? null : value;
  }

  /** An object with that member alone, spelled in camelCase. */
  private static JsonObject only(JsonObject message, String field)
      throws MalformedDocumentException {
    JsonObject holder = new JsonObject();
    JsonElement value = member(message, field);
    if (value != null) {
      holder.add(field, value);
    }
    return holder;
  }
}

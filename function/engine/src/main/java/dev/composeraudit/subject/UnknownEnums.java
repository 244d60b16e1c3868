package dev.composeraudit.subject;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds the enum values of a provider's document that are newer than our protos. Protobuf's reader
 * drops them, so that their fields look as if they were not set.
 */
final class UnknownEnums {
  private final Map<String, String> found = new LinkedHashMap<>();

  private UnknownEnums() {}

  /**
   * The fields with such a value, by their path: {@code networkConfig.datapathProvider}; what
   * stands in the members of a list is under the list's path.
   */
  static Map<String, String> in(JsonObject object, Descriptor message) {
    UnknownEnums enums = new UnknownEnums();
    enums.look(object, message, "");
    return enums.found;
  }

  private void look(JsonObject object, Descriptor message, String path) {
    for (FieldDescriptor field : message.getFields()) {
      JsonElement value =
          object.has(field.getJsonName())
              ? object.get(field.getJsonName())
              : object.get(field.getName());
      if (value != null && !field.isMapField()) {
        look(value, field, path + field.getJsonName());
      }
    }
  }

  private void look(JsonElement value, FieldDescriptor field, String path) {
    if (value instanceof JsonArray array) {
      for (JsonElement each : array) {
        Map<String, String> below =
            each instanceof JsonObject object && field.getJavaType() == JavaType.MESSAGE
                ? in(object, field.getMessageType())
                : Map.of();
        below.values().forEach(text -> found.putIfAbsent(path, text));
        look(each, field, path);
      }
    } else if (field.getJavaType() == JavaType.ENUM && value instanceof JsonPrimitive primitive) {
      if (!isKnown(field, primitive)) {
        found.putIfAbsent(path, primitive.getAsString());
      }
    } else if (field.getJavaType() == JavaType.MESSAGE
        && !field.isRepeated()
        && value instanceof JsonObject object) {
      look(object, field.getMessageType(), path + ".");
    }
  }

  /** By name or by number. */
  private static boolean isKnown(FieldDescriptor field, JsonPrimitive value) {
    if (field.getEnumType().findValueByName(value.getAsString()) != null) {
      return true;
    }
    try {
      return field.getEnumType().findValueByNumber(Integer.parseInt(value.getAsString())) != null;
    } catch (NumberFormatException name) {
      return false;
    }
  }
}

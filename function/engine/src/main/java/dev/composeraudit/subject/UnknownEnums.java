package dev.composeraudit.subject;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps enum values that this version's protos do not know. A JSON parser that ignores unknown
 * fields drops them, so that the field reads as if it were not set. Here the name is replaced by a
 * number that no enum has, which a proto keeps.
 */
public final class UnknownEnums {
  private static final JsonPrimitive NUMBER = new JsonPrimitive(-1);

  private UnknownEnums() {}

  /**
   * A copy of a message's JSON in which each unknown enum value is -1.
   *
   * @param type of the message; fields that it does not have stay as they are
   */
  public static JsonObject numbered(JsonObject json, Descriptor type) {
    JsonObject numbered = new JsonObject();
    for (Map.Entry<String, JsonElement> member : json.entrySet()) {
      numbered.add(
          member.getKey(),
          field(type, member.getKey())
              .map(field -> value(member.getValue(), field))
              .orElse(member.getValue()));
    }
    return numbered;
  }

  private static JsonElement value(JsonElement json, FieldDescriptor field) {
    if (field.isMapField() && json instanceof JsonObject map) {
      FieldDescriptor values = field.getMessageType().findFieldByName("value");
      JsonObject numbered = new JsonObject();
      map.entrySet().forEach(it -> numbered.add(it.getKey(), single(it.getValue(), values)));
      return numbered;
    }
    if (field.isRepeated() && json instanceof JsonArray list) {
      JsonArray numbered = new JsonArray();
      list.forEach(each -> numbered.add(single(each, field)));
      return numbered;
    }
    return single(json, field);
  }

  private static JsonElement single(JsonElement json, FieldDescriptor field) {
    if (field.getJavaType() == JavaType.MESSAGE && json instanceof JsonObject object) {
      return numbered(object, field.getMessageType());
    }
    return field.getJavaType() == JavaType.ENUM && isUnknownValue(json, field) ? NUMBER : json;
  }

  private static boolean isUnknownValue(JsonElement json, FieldDescriptor field) {
    if (!(json instanceof JsonPrimitive value) || value.isBoolean()) {
      return false;
    }
    String text = value.getAsString();
    return field.getEnumType().findValueByName(text) == null
        && field.getEnumType().getValues().stream()
            .noneMatch(known -> text.equals(Integer.toString(known.getNumber())));
  }

  private static Optional<FieldDescriptor> field(Descriptor type, String name) {
    return type.getFields().stream()
        .filter(field -> field.getJsonName().equals(name) || field.getName().equals(name))
        .findFirst();
  }

  /**
   * The fields of a message, made of numbered JSON, that have an unknown enum value, by their path
   * in the REST document, as in {@code networkConfig.datapathProvider}. For a value within a list
   * or a map it is the path of that list or map.
   */
  public static List<String> paths(Message message) {
    if (!mayHaveUnknown(message)) {
      return List.of();
    }
    List<String> paths = new ArrayList<>();
    addPaths(message, "", paths);
    return paths.stream().sorted().distinct().toList();
  }

  /**
   * A quick check, since a message is searched several times an event. The number is written as
   * nine bytes 0xFF and one more, which no text has.
   */
  private static boolean mayHaveUnknown(Message message) {
    int ones = 0;
    for (byte each : message.toByteArray()) {
      ones = each == (byte) 0xFF ? ones + 1 : 0;
      if (ones == 9) {
        return true;
      }
    }
    return false;
  }

  /** Why a field is unknown, and what would help. */
  public static String help(String path) {
    return path
        + " has a value that this version of Composer Audit does not know (install a newer one)";
  }

  private static void addPaths(Message message, String prefix, List<String> paths) {
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              String path = prefix + field.getJsonName();
              if (field.isRepeated()) {
                if (((Collection<?>) value).stream().anyMatch(UnknownEnums::isUnknown)) {
                  paths.add(path);
                }
              } else if (value instanceof Message inner) {
                addPaths(inner, path + ".", paths);
              } else if (isUnknown(value)) {
                paths.add(path);
              }
            });
  }

  /** Whether it is an unknown enum value, or a message with one. */
  private static boolean isUnknown(@Nullable Object value) {
    return value instanceof EnumValueDescriptor constant
        ? constant.getIndex() < 0
        : value instanceof Message message && !paths(message).isEmpty();
  }
}

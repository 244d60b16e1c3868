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
   * A copy of a message's JSON in which each unknown name of an enum value is a number.
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
    return field.getJavaType() == JavaType.ENUM && isUnknownName(json, field) ? NUMBER : json;
  }

  private static boolean isUnknownName(JsonElement json, FieldDescriptor field) {
    return json instanceof JsonPrimitive value
        && value.isString()
        && field.getEnumType().findValueByName(value.getAsString()) == null
        && !value.getAsString().matches("-?[0-9]{1,10}");
  }

  private static Optional<FieldDescriptor> field(Descriptor type, String name) {
    return type.getFields().stream()
        .filter(field -> field.getJsonName().equals(name) || field.getName().equals(name))
        .findFirst();
  }

  /**
   * The fields of a message that have an unknown enum value, by their path in the REST document, as
   * in {@code networkConfig.datapathProvider}. For a value within a list or a map it is the path of
   * that list or map.
   */
  public static List<String> paths(Message message) {
    List<String> paths = new ArrayList<>();
    addPaths(message, "", paths);
    return paths.stream().sorted().distinct().toList();
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

package dev.composeraudit.subject;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.OneofDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Makes a message in JSON readable where it has more than one member of a oneof, which protobuf's
 * reader refuses. Composer's {@code ipAllocationPolicy} may give a range by its name and by its
 * addresses, or leave one of the two blank.
 */
final class OneofMembers {
  private OneofMembers() {}

  /**
   * A copy of the message in which each oneof has one member at most: not one that is blank or
   * null, and of several the one that the message's type declares first.
   */
  static JsonObject reduced(JsonObject message, Descriptor type) {
    JsonObject copy = message.deepCopy();
    reduce(copy, type);
    return copy;
  }

  private static void reduce(JsonObject message, Descriptor type) {
    type.getRealOneofs().forEach(oneof -> reduce(message, oneof));
    for (FieldDescriptor field : type.getFields()) {
      if (field.getJavaType() == JavaType.MESSAGE && !field.isMapField()) {
        descend(message.get(field.getJsonName()), field.getMessageType());
        if (!field.getName().equals(field.getJsonName())) {
          descend(message.get(field.getName()), field.getMessageType());
        }
      }
    }
  }

  private static void reduce(JsonObject message, OneofDescriptor oneof) {
    boolean found = false;
    for (FieldDescriptor field : oneof.getFields()) {
      for (String name : new String[] {field.getJsonName(), field.getName()}) {
        if (found || isBlank(message.get(name))) {
          message.remove(name);
        }
      }
      found = found || message.has(field.getJsonName()) || message.has(field.getName());
    }
  }

  private static void descend(@Nullable JsonElement value, Descriptor type) {
    if (value instanceof JsonObject object) {
      reduce(object, type);
    } else if (value instanceof JsonArray array) {
      array.forEach(each -> descend(each, type));
    }
  }

  private static boolean isBlank(@Nullable JsonElement value) {
    return value == null
        || value.isJsonNull()
        || (value instanceof JsonPrimitive text && text.isString() && text.getAsString().isBlank());
  }
}

package dev.composeraudit.cli.policies;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.composeraudit.policy.source.Struct;

/** The parameters of bindings as JSON, for people and other programs. */
final class ParametersJson {
  private ParametersJson() {}

  /** The parameters of a binding, each with its value. */
  static JsonObject of(Struct parameters) {
    try {
      String json =
          JsonFormat.printer()
              .alwaysPrintFieldsWithNoPresence()
              .print((Message) parameters.original());
      JsonObject object = JsonParser.parseString(json).getAsJsonObject();
      return withNumbers(object, ((Message) parameters.original()).getDescriptorForType());
    } catch (InvalidProtocolBufferException unexpected) {
      throw new IllegalStateException("printing parameters", unexpected);
    }
  }

  /** Protobuf's JSON has 64-bit integers in quotes; people write them without. */
  private static JsonObject withNumbers(JsonObject object, Descriptor type) {
    for (FieldDescriptor field : type.getFields()) {
      JsonElement value = object.get(field.getJsonName());
      if (value instanceof JsonArray list) {
        for (int i = 0; i < list.size(); i++) {
          list.set(i, withNumbers(list.get(i), field));
        }
      } else if (value != null) {
        object.add(field.getJsonName(), withNumbers(value, field));
      }
    }
    return object;
  }

  private static JsonElement withNumbers(JsonElement value, FieldDescriptor field) {
    if (value instanceof JsonObject inner && field.getJavaType() == JavaType.MESSAGE) {
      return withNumbers(inner, field.getMessageType());
    }
    return field.getJavaType() == JavaType.LONG
        ? new JsonPrimitive(Long.parseLong(value.getAsString()))
        : value;
  }
}

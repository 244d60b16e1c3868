package dev.composeraudit.cli.input.environment;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import dev.composeraudit.cli.input.document.Fields;

/**
 * Keeps one field of each oneof. Composer and Terraform name a range in both ways, or one way as an
 * empty text; protobuf's reader refuses that.
 */
final class Oneofs {
  private Oneofs() {}

  static void settle(JsonObject object, Descriptor message) {
    for (OneofDescriptor oneof : message.getRealOneofs()) {
      boolean isSet = false;
      for (FieldDescriptor field : oneof.getFields()) {
        JsonElement value = Fields.value(object, field);
        if (value == null || isSet || isEmpty(value)) {
          object.remove(field.getJsonName());
          object.remove(field.getName());
        } else {
          isSet = true;
        }
      }
    }
    for (FieldDescriptor field : message.getFields()) {
      if (Fields.hasNamedFields(field) && Fields.value(object, field) instanceof JsonObject below) {
        settle(below, field.getMessageType());
      }
    }
  }

  private static boolean isEmpty(JsonElement value) {
    return value instanceof JsonPrimitive text && text.isString() && text.getAsString().isEmpty();
  }
}

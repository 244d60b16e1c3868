package dev.composeraudit.cli.input.environment;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.document.Excerpt;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds keys that Google's messages do not have, and that are most likely a field misspelt. Other
 * unknown keys are left alone: the live API has fields that are not public.
 */
public final class Misspellings {
  private final List<Found> found = new ArrayList<>();

  private Misspellings() {}

  /**
   * A key that is most likely another's.
   *
   * @param field the path of the field that is meant, and absent or of another value
   * @param key the path of the key that is written
   */
  record Found(String field, String key, String message) {}

  static List<Found> in(JsonObject object, Descriptor message) {
    Misspellings misspellings = new Misspellings();
    misspellings.check(object, message, "");
    return misspellings.found;
  }

  private void check(JsonObject object, Descriptor message, String path) {
    for (String key : object.keySet()) {
      FieldDescriptor field = Fields.named(message, key).orElse(null);
      if (field == null) {
        findMisspelled(key, object, message, path);
      } else if (Fields.hasNamedFields(field) && object.get(key) instanceof JsonObject below) {
        check(below, field.getMessageType(), path + field.getJsonName() + ".");
      }
    }
  }

  private void findMisspelled(String key, JsonObject object, Descriptor message, String path) {
    for (FieldDescriptor field : message.getFields()) {
      String meant = field.getJsonName();
      JsonElement value = Fields.value(object, field);
      // Another value under another spelling contradicts it.
      boolean isOpen =
          value == null
              || (key.replace("_", "").equalsIgnoreCase(meant) && !value.equals(object.get(key)));
      if (isOpen && Fields.isMeant(key, meant)) {
        found.add(
            new Found(
                path + meant,
                path + key,
                "%s is not a field here; did you mean %s?".formatted(Excerpt.of(key), meant)));
      }
    }
  }
}

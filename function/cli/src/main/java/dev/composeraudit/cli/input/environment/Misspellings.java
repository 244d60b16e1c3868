package dev.composeraudit.cli.input.environment;

import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds keys that Google's messages do not have, and that are most likely a field misspelt. Other
 * unknown keys are left alone: the live API has fields that are not public.
 */
public final class Misspellings {
  /** A shorter key is similar to too many others. */
  private static final int LENGTH = 6;

  private static final int DISTANCE = 2;

  private final List<Found> found = new ArrayList<>();

  private Misspellings() {}

  /**
   * A key that is most likely another's.
   *
   * @param field the path of the field that is meant, and absent
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
      if (isMeant(key, meant) && Fields.value(object, field) == null) {
        found.add(
            new Found(
                path + meant,
                path + key,
                "%s is not a field here; did you mean %s?".formatted(Excerpt.of(key), meant)));
      }
    }
  }

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

package dev.composeraudit.subject;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import org.jspecify.annotations.Nullable;

/** Recognizes lists of Kubernetes that do not have all objects. */
public final class KubernetesList {
  private KubernetesList() {}

  /** Whether its metadata says that it goes on elsewhere, by a token or by a number of objects. */
  public static boolean goesOn(JsonObject list) {
    if (!(list.get("metadata") instanceof JsonObject metadata)) {
      return false;
    }
    return isSet(metadata.get("continue")) || isSet(metadata.get("remainingItemCount"));
  }

  /** Null, a blank text and the number 0 say nothing. */
  private static boolean isSet(@Nullable JsonElement value) {
    if (value instanceof JsonPrimitive primitive) {
      return !primitive.getAsString().isBlank() && !primitive.getAsString().equals("0");
    }
    return value != null && !value.isJsonNull();
  }
}

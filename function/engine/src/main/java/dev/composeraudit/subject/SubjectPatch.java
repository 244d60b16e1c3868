package dev.composeraudit.subject;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * A JSON merge patch on a Subject document, by which a case says what is different. Null removes a
 * part, which is unknown then; an empty object in place of the agent's parts says that there is
 * none, where a plain merge patch would leave what was there.
 */
public final class SubjectPatch {
  private SubjectPatch() {}

  public static JsonElement apply(JsonElement subject, JsonObject patch) {
    JsonElement patched = MergePatch.apply(subject, patch);
    for (Part<?> part : Part.all()) {
      if (part.mayBeNone() && patch.get(part.key()) instanceof JsonObject none && none.isEmpty()) {
        patched.getAsJsonObject().add(part.key(), new JsonObject());
      }
    }
    return patched;
  }
}

package dev.composeraudit.subject;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Map;

/** JSON Merge Patch (RFC 7396): objects are merged key by key, null removes, all else replaces. */
final class MergePatch {
  private MergePatch() {}

  /** The target with the patch applied; neither is changed. */
  static JsonElement apply(JsonElement target, JsonElement patch) {
    if (!(patch instanceof JsonObject changes)) {
      return patch.deepCopy();
    }
    JsonObject merged = target instanceof JsonObject object ? object.deepCopy() : new JsonObject();
    for (Map.Entry<String, JsonElement> change : changes.entrySet()) {
      String key = change.getKey();
      if (change.getValue().isJsonNull()) {
        merged.remove(key);
      } else {
        JsonElement old = merged.has(key) ? merged.get(key) : JsonNull.INSTANCE;
        merged.add(key, apply(old, change.getValue()));
      }
    }
    return merged;
  }
}

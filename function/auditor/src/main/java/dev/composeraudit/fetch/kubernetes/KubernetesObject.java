package dev.composeraudit.fetch.kubernetes;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;

/**
 * Checks that a Kubernetes API sent the requested kind of object. The API always sends kind and
 * items; an object without them must not read as an empty list.
 */
final class KubernetesObject {
  private KubernetesObject() {}

  static JsonObject ofKind(String kind, JsonObject json) throws MalformedDocumentException {
    if (!Json.text(json, "kind").equals(kind)) {
      throw new MalformedDocumentException(
          "kind: must be " + kind + ", is " + Excerpt.of(Json.text(json, "kind")));
    }
    return json;
  }

  static JsonArray items(JsonObject list) throws MalformedDocumentException {
    if (list.get("items") instanceof JsonArray items) {
      return items;
    }
    throw new MalformedDocumentException("items: must be a list");
  }

  /** The token of the next page; blank after the last. */
  static String next(JsonObject list) throws MalformedDocumentException {
    return list.get("metadata") instanceof JsonObject metadata
        ? Json.text(metadata, "continue")
        : "";
  }
}

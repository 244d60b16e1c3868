package dev.composeraudit.cli.input.document;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** The items of a list of Kubernetes or Compute: its API may say once what all of them are. */
public final class ListItems {
  private ListItems() {}

  /** Gives each item of a list such as a ConfigMapList the kind and version that it left out. */
  public static void complete(JsonObject list) {
    String kind = Fields.text(list, "kind");
    if (!kind.matches(".+List") || !(list.get("items") instanceof JsonArray items)) {
      return;
    }
    for (JsonElement item : items) {
      if (item instanceof JsonObject object && !object.has("kind")) {
        object.addProperty("kind", kind.replaceFirst("List$", ""));
        if (list.has("apiVersion")) {
          object.add("apiVersion", list.get("apiVersion"));
        }
      }
    }
  }
}

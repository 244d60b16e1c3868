package dev.composeraudit.acceptance.release;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A library, or one of our own modules, as a CycloneDX document describes it.
 *
 * @param json as the document has it
 */
record Component(JsonObject json) {

  String ref() {
    return json.get("bom-ref").getAsString();
  }

  /** {@code group:name}. */
  String name() {
    return json.get("group").getAsString() + ":" + json.get("name").getAsString();
  }

  String version() {
    return json.get("version").getAsString();
  }

  /** The SHA-256 of its jar; empty where the document has none. */
  Optional<String> sha256() {
    for (JsonElement hash : array(json, "hashes")) {
      if (hash.getAsJsonObject().get("alg").getAsString().equals("SHA-256")) {
        return Optional.of(hash.getAsJsonObject().get("content").getAsString());
      }
    }
    return Optional.empty();
  }

  /** The same with this SHA-256, and no other hash. */
  Component with(String sha256) {
    JsonObject hash = new JsonObject();
    hash.addProperty("alg", "SHA-256");
    hash.addProperty("content", sha256);
    JsonArray hashes = new JsonArray();
    hashes.add(hash);
    JsonObject copy = json.deepCopy();
    copy.add("hashes", hashes);
    return new Component(copy);
  }

  /** SPDX ids, SPDX expressions, or names where a licence has no id; empty if it states none. */
  List<String> licences() {
    List<String> licences = new ArrayList<>();
    for (JsonElement element : array(json, "licenses")) {
      JsonObject choice = element.getAsJsonObject();
      if (choice.has("expression")) {
        licences.add(choice.get("expression").getAsString());
      } else {
        JsonObject licence = choice.getAsJsonObject("license");
        licences.add(licence.get(licence.has("id") ? "id" : "name").getAsString());
      }
    }
    return List.copyOf(licences);
  }

  static JsonArray array(JsonObject json, String name) {
    return json.has(name) ? json.getAsJsonArray(name) : new JsonArray();
  }
}

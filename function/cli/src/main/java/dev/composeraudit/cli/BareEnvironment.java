package dev.composeraudit.cli;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.Position;
import java.util.HashMap;
import java.util.Map;

/**
 * An environment alone, as {@code gcloud composer environments describe} prints it: a Subject of
 * which nothing else is provided.
 */
final class BareEnvironment {
  private static final String PATH = "$.environment";

  private BareEnvironment() {}

  /** The Subject document around an environment; any other document as it is. */
  static Document wrap(Document document) {
    if (!(document.value() instanceof JsonObject root) || !isEnvironment(root)) {
      return document;
    }
    JsonObject subject = new JsonObject();
    subject.addProperty("apiVersion", "composer-audit/v1");
    subject.addProperty("kind", "Subject");
    subject.add("environment", root);
    Map<String, Position> places = new HashMap<>();
    document.places().forEach((path, place) -> places.put(PATH + path.substring(1), place));
    return new Document(document.file(), subject, places);
  }

  private static boolean isEnvironment(JsonObject root) {
    return !root.has("apiVersion")
        && !root.has("kind")
        && !root.has("environment")
        && (root.has("name") || root.has("config"));
  }
}

package dev.composeraudit.subject;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;

/** Tells the one object that counts, {@code kube-system/ip-masq-agent}, from others. */
final class KubeSystem {
  private KubeSystem() {}

  static void check(JsonObject json, String kind) throws MalformedDocumentException {
    JsonObject metadata = Json.object(json, "metadata");
    require(Json.text(json, "kind"), kind, "kind");
    require(Json.text(metadata, "namespace"), "kube-system", "metadata.namespace");
    require(Json.text(metadata, "name"), "ip-masq-agent", "metadata.name");
  }

  private static void require(String actual, String expected, String place)
      throws MalformedDocumentException {
    // A patch or a hand-written document may leave out what goes without saying.
    if (!actual.isEmpty() && !actual.equals(expected)) {
      throw new MalformedDocumentException(
          place + ": must be " + expected + ", is " + Excerpt.of(actual));
    }
  }
}

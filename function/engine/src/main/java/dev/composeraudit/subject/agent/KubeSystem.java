package dev.composeraudit.subject.agent;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;

/** Checks whether an object is the one that counts, {@code kube-system/ip-masq-agent}. */
final class KubeSystem {
  private static final String NAMESPACE = "kube-system";
  private static final String NAME = "ip-masq-agent";

  private KubeSystem() {}

  /**
   * The namespace and name of another object, as {@code default/ip-masq-agent}; empty if it is the
   * agent's. A patch or a hand-written document may leave both out.
   *
   * @throws MalformedDocumentException if it is another kind of object
   */
  static String otherName(JsonObject json, String kind) throws MalformedDocumentException {
    String actual = Json.text(json, "kind");
    if (!actual.isEmpty() && !actual.equals(kind)) {
      throw new MalformedDocumentException("kind: must be " + kind + ", is " + Excerpt.of(actual));
    }
    JsonObject metadata = Json.object(json, "metadata");
    String namespace = or(Json.text(metadata, "namespace"), NAMESPACE);
    String name = or(Json.text(metadata, "name"), NAME);
    return namespace.equals(NAMESPACE) && name.equals(NAME) ? "" : namespace + "/" + name;
  }

  private static String or(String text, String usual) {
    return text.isEmpty() ? usual : text;
  }
}

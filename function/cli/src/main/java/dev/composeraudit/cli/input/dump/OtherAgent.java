package dev.composeraudit.cli.input.dump;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.cli.input.document.Fields;
import org.jspecify.annotations.Nullable;

/** Recognizes a DaemonSet that masquerades under another name than ip-masq-agent. */
final class OtherAgent {
  private static final String MARK = "masq";

  private OtherAgent() {}

  /** Whether its name or the image of one of its containers says so. */
  static boolean isOne(JsonObject object) {
    return Fields.text(object, "kind").equals("DaemonSet")
        && (isMarked(Fields.object(object, "metadata"), "name") || hasMarkedImage(object));
  }

  private static boolean hasMarkedImage(JsonObject daemonSet) {
    JsonObject template = Fields.object(Fields.object(daemonSet, "spec"), "template");
    JsonObject pods = Fields.object(template, "spec");
    if (pods == null || !(pods.get("containers") instanceof JsonArray containers)) {
      return false;
    }
    for (JsonElement container : containers) {
      if (container instanceof JsonObject object && isMarked(object, "image")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMarked(@Nullable JsonObject holder, String key) {
    return Fields.text(holder, key).contains(MARK);
  }
}

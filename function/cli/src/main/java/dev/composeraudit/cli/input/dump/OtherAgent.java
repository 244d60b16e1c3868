package dev.composeraudit.cli.input.dump;

import com.google.gson.JsonObject;
import dev.composeraudit.cli.input.document.Fields;
import java.util.regex.Pattern;

/** Recognizes a DaemonSet that masquerades under another name than ip-masq-agent. */
final class OtherAgent {
  /** The program, its own flag, or an image that is called after it. GKE's netd has neither. */
  private static final Pattern MARK =
      Pattern.compile("(?i)ip-masq-agent|masq-chain|\"image\":\"[^\"@]*masq");

  private OtherAgent() {}

  /** Whether its name or its Pods say so. */
  static boolean isOne(JsonObject object) {
    return Fields.text(object, "kind").equals("DaemonSet")
        && (Fields.text(Fields.object(object, "metadata"), "name").contains("masq")
            || MARK.matcher(String.valueOf(object.get("spec"))).find());
  }
}

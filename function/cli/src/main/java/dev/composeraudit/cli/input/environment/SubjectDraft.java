package dev.composeraudit.cli.input.environment;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Part;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Subject document that is being built: an environment, and which parts are unknown. */
public final class SubjectDraft {
  private static final String UNKNOWN = "unknown";
  private static final String PLACEHOLDER =
      "projects/unknown-project/locations/unknown-location/environments/unknown-name";

  /** How to add each part that a document does not have. */
  private static final Map<Part<?>, String> HELP =
      Map.of(
          Part.CLUSTER,
          "--cluster FILE adds it (gcloud container clusters describe --format=json)",
          Part.SUBNETWORKS,
          "--subnetworks FILE adds them (gcloud compute networks subnets describe --format=json)",
          Part.EGRESS_NAT_POLICIES,
          "--egress-policies FILE adds them (kubectl get egressnatpolicies -o json)",
          Part.IP_MASQ_AGENT_CONFIG,
          "--agent-config FILE adds it (kubectl -n kube-system get configmap ip-masq-agent -o"
              + " json)",
          Part.IP_MASQ_AGENT_DAEMON_SET,
          "--agent-config FILE adds it (kubectl -n kube-system get daemonset ip-masq-agent -o"
              + " json)");

  private final JsonObject root;

  public SubjectDraft(JsonObject root) {
    this.root = root;
  }

  public static SubjectDraft ofEnvironment(JsonObject environment) {
    JsonObject root = new JsonObject();
    root.addProperty("apiVersion", "composer-audit/v1");
    root.addProperty("kind", "Subject");
    root.add("environment", environment);
    return new SubjectDraft(root);
  }

  public JsonObject root() {
    return root;
  }

  public JsonObject environment() {
    return root.get("environment") instanceof JsonObject environment
        ? environment
        : new JsonObject();
  }

  /** Sets the name; without one, or with one that must not be shown, the name is unknown. */
  public void setName(@Nullable EnvironmentName name, String why) {
    environment().addProperty("name", name == null ? PLACEHOLDER : name.toString());
    if (name == null) {
      setFieldUnknown("name", Reason.NOT_YET, why);
    }
  }

  /** Says that a field of the environment is unknown, unless the document says so already. */
  public void setFieldUnknown(String path, Reason reason, String help) {
    setUnknown("environment." + path, reason, help);
  }

  /** Whether that very field is said to be unknown. */
  boolean isFieldUnknown(String path) {
    return root.get(UNKNOWN) instanceof JsonObject unknown && unknown.has("environment." + path);
  }

  private void setUnknown(String path, Reason reason, String help) {
    if (!(root.get(UNKNOWN) instanceof JsonObject) && root.has(UNKNOWN)) {
      return; // The reader of Subjects says what is wrong with it.
    }
    if (!root.has(UNKNOWN)) {
      root.add(UNKNOWN, new JsonObject());
    }
    JsonObject unknown = root.getAsJsonObject(UNKNOWN);
    if (unknown.has(path)) {
      return;
    }
    JsonObject why = new JsonObject();
    why.addProperty("reason", reason.name());
    why.addProperty("help", help);
    unknown.add(path, why);
  }

  public boolean has(Part<?> part) {
    return root.has(part.key());
  }

  /** Adds a part, which takes the place of what was said of its absence. */
  public void setPart(Part<?> part, JsonElement value) {
    root.add(part.key(), value);
    if (root.get(UNKNOWN) instanceof JsonObject unknown) {
      unknown.remove(part.key());
    }
  }

  public void setPartUnknown(Part<?> part, String help) {
    setUnknown(part.key(), Reason.NOT_YET, help);
  }

  private static String help(Part<?> part) {
    return HELP.getOrDefault(
        part, "a Subject document can have it, under the key %s".formatted(part.key()));
  }

  /** Marks each missing part as unknown, with the option that adds it. */
  void completeParts() {
    for (Part<?> part : Part.all()) {
      if (part != Part.ENVIRONMENT && !root.has(part.key())) {
        setUnknown(part.key(), Reason.NOT_YET, "not in the document; " + help(part));
      }
    }
  }
}

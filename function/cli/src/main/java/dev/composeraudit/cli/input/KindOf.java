package dev.composeraudit.cli.input;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Locale;
import java.util.Set;

/** Tells what a document is, by its content alone. */
final class KindOf {
  private static final String ENVIRONMENT_ASSET = "composer.googleapis.com/Environment";
  private static final Set<String> PLAN_KEYS =
      Set.of(
          "resource_changes",
          "planned_values",
          "configuration",
          "prior_state",
          "resource_drift",
          "output_changes",
          "deferred_changes");
  private static final Set<String> CONFIGURATION_KEYS =
      Set.of("resource", "data", "module", "provider", "variable", "terraform", "locals", "output");
  private static final Set<String> CLUSTER_KEYS =
      Set.of("nodePools", "currentMasterVersion", "masterAuth", "clusterIpv4Cidr", "autopilot");
  private static final Set<String> REQUEST_KEYS =
      Set.of("parent", "environment", "environmentId", "name", "updateMask", "@type");

  private static final Set<String> POLICY_KINDS =
      Set.of("Policy", "PolicyBinding", "PolicyException", "PolicyTest");

  private final JsonObject root;

  private KindOf(JsonObject root) {
    this.root = root;
  }

  static Kind of(JsonElement value) {
    if (value instanceof JsonArray) {
      return Kind.LIST;
    }
    if (value instanceof JsonPrimitive text && text.isString()) {
      return text.getAsString().strip().matches("(?s)[\\[{].*[\\]}]")
          ? Kind.ENCODED_TEXT
          : Kind.UNKNOWN;
    }
    return value instanceof JsonObject root ? new KindOf(root).kind() : Kind.UNKNOWN;
  }

  private Kind kind() {
    if (root.isEmpty()) {
      return Kind.EMPTY;
    }
    if (text("apiVersion").startsWith("composer-audit/") || text("kind").equals("Subject")) {
      return POLICY_KINDS.contains(text("kind")) ? Kind.POLICY : Kind.SUBJECT;
    }
    Kind kind = kubernetes();
    if (kind == Kind.UNKNOWN) {
      kind = terraform();
    }
    if (kind == Kind.UNKNOWN) {
      kind = asset();
    }
    if (kind == Kind.UNKNOWN) {
      kind = event();
    }
    if (kind == Kind.UNKNOWN) {
      kind = google();
    }
    return kind == Kind.UNKNOWN ? output() : kind;
  }

  /** What Composer Audit itself writes. */
  private Kind output() {
    if (root.has("class_uid") || root.has("finding_info")) {
      return Kind.FINDING;
    }
    boolean isReport = root.has("summary") && root.get("results") instanceof JsonArray;
    return isReport || (root.has("version") && root.get("runs") instanceof JsonArray)
        ? Kind.RESULTS
        : Kind.UNKNOWN;
  }

  private Kind kubernetes() {
    String kind = text("kind");
    if (kind.equals("Status") && text("status").equals("Failure")) {
      return Kind.ERROR;
    }
    if (!root.has("apiVersion") || kind.isEmpty()) {
      return Kind.UNKNOWN;
    }
    if (text("apiVersion").startsWith("composer.cnrm.cloud.google.com/")) {
      return switch (kind) {
        case "ComposerEnvironment" -> Kind.CONFIG_CONNECTOR;
        case "ComposerEnvironmentList" -> Kind.LIST;
        default -> Kind.OTHER_MANIFEST;
      };
    }
    if (kind.endsWith("List") && root.get("items") instanceof JsonArray) {
      return Kind.LIST;
    }
    return switch (kind) {
      case "EgressNATPolicy" -> Kind.EGRESS_NAT_POLICY;
      case "ConfigMap" -> isAgent() ? Kind.AGENT_CONFIG : Kind.OTHER_MANIFEST;
      case "DaemonSet" -> isAgent() ? Kind.AGENT_DAEMON_SET : Kind.OTHER_MANIFEST;
      default -> Kind.OTHER_MANIFEST;
    };
  }

  private boolean isAgent() {
    return root.get("metadata") instanceof JsonObject metadata
        && text(metadata, "name").equals("ip-masq-agent");
  }

  private Kind terraform() {
    if (root.has("@level") && root.has("@message")) {
      return Kind.TERRAFORM_LOG;
    }
    if (root.has("format_version")) {
      if (root.keySet().stream().anyMatch(PLAN_KEYS::contains)) {
        return Kind.TERRAFORM_PLAN;
      }
      return root.has("values") || root.has("terraform_version") || root.size() == 1
          ? Kind.TERRAFORM_STATE
          : Kind.UNKNOWN;
    }
    if (root.has("resource_changes") || root.has("planned_values")) {
      return Kind.TERRAFORM_PLAN;
    }
    if (root.has("lineage") && root.has("serial") && root.has("resources")) {
      return Kind.TERRAFORM_STATE_FILE;
    }
    return root.size() > 0
            && CONFIGURATION_KEYS.containsAll(root.keySet())
            && root.keySet().stream().anyMatch(key -> !key.equals("data"))
        ? Kind.TERRAFORM_CONFIGURATION
        : Kind.UNKNOWN;
  }

  private Kind asset() {
    if (root.has("assetType") || root.has("asset_type")) {
      return Kind.ASSET;
    }
    if (root.get("asset") instanceof JsonObject asset && KindOf.of(asset) == Kind.ASSET) {
      return Kind.ASSET;
    }
    if (isListOf("assets", Kind.ASSET) || isListOf("results", Kind.ASSET)) {
      return Kind.ASSET_LIST;
    }
    return root.get("data") instanceof JsonObject
            && (root.has("discoveryName") || root.has("discovery_name"))
        ? Kind.RESOURCE_DATA
        : Kind.UNKNOWN;
  }

  private Kind event() {
    if (root.has("protoPayload") || root.has("logName") || isListOf("entries", Kind.LOG_ENTRY)) {
      return Kind.LOG_ENTRY;
    }
    if (root.has("specversion") || root.get("message") instanceof JsonObject) {
      return Kind.MESSAGE;
    }
    if (text("name").contains("/operations/") && !root.has("config")) {
      return Kind.OPERATION;
    }
    return root.get("error") instanceof JsonObject error && error.has("code")
        ? Kind.ERROR
        : Kind.UNKNOWN;
  }

  private Kind google() {
    String kind = text("kind").toLowerCase(Locale.ROOT);
    if (kind.equals("compute#subnetworklist")) {
      return Kind.LIST;
    }
    if (kind.equals("compute#subnetwork")
        || (root.has("ipCidrRange") && text("selfLink").contains("/subnetworks/"))) {
      return Kind.SUBNETWORK;
    }
    if (kind.startsWith("compute#")) {
      return Kind.OTHER_RESOURCE;
    }
    if (root.get("clusters") instanceof JsonArray
        || text("selfLink").contains("/clusters/")
        || root.keySet().stream().anyMatch(CLUSTER_KEYS::contains)) {
      return Kind.CLUSTER;
    }
    if (root.get("environments") instanceof JsonArray) {
      return Kind.ENVIRONMENT_LIST;
    }
    if (root.get("environment") instanceof JsonObject && REQUEST_KEYS.containsAll(root.keySet())) {
      return root.has("updateMask") ? Kind.UPDATE_REQUEST : Kind.CREATE_REQUEST;
    }
    return root.get("config") instanceof JsonObject || text("name").contains("/environments/")
        ? Kind.ENVIRONMENT
        : Kind.UNKNOWN;
  }

  private boolean isListOf(String key, Kind kind) {
    return root.get(key) instanceof JsonArray list
        && !list.isEmpty()
        && KindOf.of(list.get(0)) == kind;
  }

  /** Whether an asset is a Composer environment. */
  static boolean isEnvironmentAsset(JsonObject asset) {
    return text(asset, "assetType").equals(ENVIRONMENT_ASSET)
        || text(asset, "asset_type").equals(ENVIRONMENT_ASSET);
  }

  private String text(String key) {
    return text(root, key);
  }

  /** A string member; blank if there is none. */
  static String text(JsonObject object, String key) {
    JsonElement value = object.get(key);
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()
        ? value.getAsString()
        : "";
  }
}

package dev.composeraudit.cli.input.document;

import com.google.cloud.orchestration.airflow.service.v1.EnvironmentConfig;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Detects what a document is, by its content alone. */
public final class DocumentKindDetector {
  private static final Set<String> CLUSTER_KEYS =
      Set.of("nodePools", "currentMasterVersion", "masterAuth", "clusterIpv4Cidr", "autopilot");
  private static final Set<String> REQUEST_KEYS =
      Set.of("parent", "environment", "environmentId", "name", "updateMask", "@type");

  private static final Set<String> POLICY_KINDS =
      Set.of("Policy", "PolicyBinding", "PolicyException", "PolicyTest");

  private final JsonObject root;

  private DocumentKindDetector(JsonObject root) {
    this.root = root;
  }

  public static DocumentKind of(JsonElement value) {
    if (value instanceof JsonArray) {
      return DocumentKind.LIST;
    }
    if (value instanceof JsonPrimitive text && text.isString()) {
      return text.getAsString().strip().matches("(?s)[\\[{].*[\\]}]")
          ? DocumentKind.ENCODED_TEXT
          : DocumentKind.VALUE;
    }
    if (value instanceof JsonPrimitive) {
      return DocumentKind.VALUE;
    }
    return value instanceof JsonObject root
        ? new DocumentKindDetector(root).kind()
        : DocumentKind.UNKNOWN;
  }

  private DocumentKind kind() {
    if (root.isEmpty()) {
      return DocumentKind.EMPTY;
    }
    if (text("apiVersion").startsWith("composer-audit/") || text("kind").equals("Subject")) {
      return POLICY_KINDS.contains(text("kind")) ? DocumentKind.POLICY : DocumentKind.SUBJECT;
    }
    return Stream.<Supplier<DocumentKind>>of(
            this::kubernetes,
            () -> TerraformDocuments.kind(root),
            this::asset,
            this::event,
            this::google,
            this::output)
        .map(Supplier::get)
        .filter(kind -> kind != DocumentKind.UNKNOWN)
        .findFirst()
        .orElse(DocumentKind.UNKNOWN);
  }

  /** What Composer Audit itself writes. */
  private DocumentKind output() {
    if (root.has("class_uid") || root.has("finding_info")) {
      return DocumentKind.FINDING;
    }
    boolean isReport = root.has("summary") && root.get("results") instanceof JsonArray;
    return isReport || (root.has("version") && root.get("runs") instanceof JsonArray)
        ? DocumentKind.RESULTS
        : DocumentKind.UNKNOWN;
  }

  private DocumentKind kubernetes() {
    String kind = text("kind");
    if (kind.equals("Status") && text("status").equals("Failure")) {
      return DocumentKind.ERROR;
    }
    if (!root.has("apiVersion") || kind.isEmpty()) {
      return DocumentKind.UNKNOWN;
    }
    if (text("apiVersion").startsWith("composer.cnrm.cloud.google.com/")) {
      return switch (kind) {
        case "ComposerEnvironment" -> DocumentKind.CONFIG_CONNECTOR;
        case "ComposerEnvironmentList" -> DocumentKind.LIST;
        default -> DocumentKind.OTHER_MANIFEST;
      };
    }
    if (text("apiVersion").startsWith("composer.") && kind.endsWith("Environment")) {
      return DocumentKind.CROSSPLANE;
    }
    if (kind.endsWith("List") && root.get("items") instanceof JsonArray) {
      return DocumentKind.LIST;
    }
    return switch (kind) {
      case "EgressNATPolicy" -> DocumentKind.EGRESS_NAT_POLICY;
      case "ConfigMap" -> isAgent() ? DocumentKind.AGENT_CONFIG : DocumentKind.OTHER_MANIFEST;
      case "DaemonSet" -> isAgent() ? DocumentKind.AGENT_DAEMON_SET : DocumentKind.OTHER_MANIFEST;
      default -> DocumentKind.OTHER_MANIFEST;
    };
  }

  private boolean isAgent() {
    return root.get("metadata") instanceof JsonObject metadata
        && Fields.text(metadata, "name").equals("ip-masq-agent");
  }

  private DocumentKind asset() {
    if (root.has("assetType") || root.has("asset_type")) {
      return DocumentKind.ASSET;
    }
    if (root.get("asset") instanceof JsonObject asset
        && DocumentKindDetector.of(asset) == DocumentKind.ASSET) {
      return DocumentKind.TEMPORAL_ASSET;
    }
    if (isListOf("assets", DocumentKind.ASSET)
        || isListOf("assets", DocumentKind.TEMPORAL_ASSET)
        || isListOf("results", DocumentKind.ASSET)) {
      return DocumentKind.ASSET_LIST;
    }
    return root.get("data") instanceof JsonObject
            && (root.has("discoveryName") || root.has("discovery_name"))
        ? DocumentKind.RESOURCE_DATA
        : DocumentKind.UNKNOWN;
  }

  private DocumentKind event() {
    if (root.has("protoPayload")
        || root.has("logName")
        || isListOf("entries", DocumentKind.LOG_ENTRY)) {
      return DocumentKind.LOG_ENTRY;
    }
    if (root.has("specversion") || root.get("message") instanceof JsonObject) {
      return DocumentKind.MESSAGE;
    }
    if (text("name").contains("/operations/") && !root.has("config")) {
      return DocumentKind.OPERATION;
    }
    return root.get("error") instanceof JsonObject error && error.has("code")
        ? DocumentKind.ERROR
        : DocumentKind.UNKNOWN;
  }

  private DocumentKind google() {
    String kind = text("kind").toLowerCase(Locale.ROOT);
    if (kind.equals("compute#subnetworklist")) {
      return DocumentKind.LIST;
    }
    if (kind.equals("compute#subnetwork")
        || (root.has("ipCidrRange") && text("selfLink").contains("/subnetworks/"))) {
      return DocumentKind.SUBNETWORK;
    }
    if (kind.startsWith("compute#")) {
      return DocumentKind.OTHER_RESOURCE;
    }
    if (root.get("clusters") instanceof JsonArray
        || text("selfLink").contains("/clusters/")
        || root.keySet().stream().anyMatch(CLUSTER_KEYS::contains)) {
      return DocumentKind.CLUSTER;
    }
    if (root.get("environments") instanceof JsonArray) {
      return DocumentKind.ENVIRONMENT_LIST;
    }
    if (root.get("environment") instanceof JsonObject && REQUEST_KEYS.containsAll(root.keySet())) {
      return root.has("updateMask") ? DocumentKind.UPDATE_REQUEST : DocumentKind.CREATE_REQUEST;
    }
    return isConfig(root.get("config")) || text("name").contains("/environments/")
        ? DocumentKind.ENVIRONMENT
        : DocumentKind.UNKNOWN;
  }

  /** Whether it has fields of an environment's config, or none: other tools have a config too. */
  private static boolean isConfig(@Nullable JsonElement config) {
    return config instanceof JsonObject object
        && (object.isEmpty()
            || object.keySet().stream().anyMatch(DocumentKindDetector::isConfigField));
  }

  private static boolean isConfigField(String key) {
    return EnvironmentConfig.getDescriptor().getFields().stream()
        .anyMatch(field -> key.equals(field.getName()) || Fields.isMeant(key, field.getJsonName()));
  }

  private boolean isListOf(String key, DocumentKind kind) {
    return root.get(key) instanceof JsonArray list
        && !list.isEmpty()
        && DocumentKindDetector.of(list.get(0)) == kind;
  }

  private String text(String key) {
    return Fields.text(root, key);
  }
}

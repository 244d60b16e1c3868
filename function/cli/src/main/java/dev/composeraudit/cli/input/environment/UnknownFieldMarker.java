package dev.composeraudit.cli.input.environment;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.subject.Observed.Reason;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Marks fields of an environment in REST form as unknown in a draft of its subject. */
public final class UnknownFieldMarker {
  public static final String FLAG = "enableIpMasqAgent";
  public static final String FLAG_PATH = "config.nodeConfig." + FLAG;
  public static final String IMAGE_PATH = "config.softwareConfig.imageVersion";

  private static final Descriptor ENVIRONMENT = Environment.getDescriptor();
  private static final Pattern COMPOSER_3 = Pattern.compile("composer-3[.-].*");
  private static final Pattern LATEST = Pattern.compile("composer-latest-.*");
  private static final String NOT_WRITTEN =
      "not in the document: Composer fills it in when the environment is created";

  /** Fields that Composer fills in if a request leaves them out. */
  private static final Set<String> SERVER_DEFAULTS =
      Set.of(
          "uuid",
          "state",
          "createTime",
          "updateTime",
          "satisfiesPzs",
          "satisfiesPzi",
          "storageConfig",
          "config.gkeCluster",
          "config.dagGcsPrefix",
          "config.airflowUri",
          "config.airflowByoidUri",
          "config.nodeCount",
          "config.environmentSize",
          "config.resilienceMode",
          "config.databaseConfig",
          "config.webServerConfig",
          "config.workloadsConfig",
          "config.webServerNetworkAccessControl",
          "config.maintenanceWindow",
          "config.dataRetentionConfig",
          "config.softwareConfig.pythonVersion",
          "config.softwareConfig.schedulerCount",
          "config.nodeConfig.location",
          "config.nodeConfig.machineType",
          "config.nodeConfig.network",
          "config.nodeConfig.subnetwork",
          "config.nodeConfig.diskSizeGb",
          "config.nodeConfig.oauthScopes",
          "config.nodeConfig.serviceAccount",
          "config.nodeConfig.ipAllocationPolicy",
          "config.nodeConfig.composerNetworkAttachment",
          "config.nodeConfig.composerInternalIpv4CidrBlock");

  private final SubjectDraft draft;

  public UnknownFieldMarker(SubjectDraft draft) {
    this.draft = draft;
  }

  /** Marks fields whose key is misspelt as unknown: they are not absent. */
  public void markMisspelt() {
    for (Misspellings.Found found : Misspellings.in(draft.environment(), ENVIRONMENT)) {
      draft.setFieldUnknown(found.field(), Reason.UNREADABLE, found.message());
    }
  }

  /**
   * Marks the image version as unknown if it is absent, or an alias that names no generation of
   * Composer.
   */
  public void markImageVersion() {
    String image = image();
    if (image.isEmpty()) {
      draft.setFieldUnknown(
          IMAGE_PATH,
          Reason.NOT_YET,
          "the image version is not in the document: whether there is an IP masquerade agent"
              + " depends on the version that Composer chooses");
    } else if (LATEST.matcher(image).matches()) {
      draft.setFieldUnknown(
          IMAGE_PATH,
          Reason.NOT_YET,
          "the image version %s is an alias, whose generation is known after the creation"
              .formatted(Excerpt.of(image)));
    }
  }

  /** Marks absent fields as unknown if Composer fills them in. An absent flag is false. */
  public void markServerDefaults() {
    markServerDefaults(draft.environment(), ENVIRONMENT, "");
  }

  private void markServerDefaults(JsonObject object, Descriptor message, String path) {
    for (FieldDescriptor field : message.getFields()) {
      String fieldPath = path + field.getJsonName();
      boolean absent = Fields.value(object, field) == null;
      if (absent && SERVER_DEFAULTS.contains(fieldPath)) {
        draft.setFieldUnknown(fieldPath, Reason.NOT_YET, NOT_WRITTEN);
      } else if (!draft.isFieldUnknown(fieldPath)
          && SERVER_DEFAULTS.stream().anyMatch(each -> each.startsWith(fieldPath + "."))) {
        JsonObject below = Fields.object(object, field.getJsonName());
        markServerDefaults(
            below == null ? new JsonObject() : below, field.getMessageType(), fieldPath + ".");
      }
    }
  }

  /** Marks absent fields as unknown, of a document with only a part of the environment. */
  public void markAbsentFields(String help) {
    JsonObject environment = draft.environment();
    markAbsentFields(environment, ENVIRONMENT, "", help);
    JsonObject config = Fields.object(environment, "config");
    if (config != null) {
      markAbsentFields(
          config,
          Fields.named(ENVIRONMENT, "config").orElseThrow().getMessageType(),
          "config.",
          help);
    }
  }

  private void markAbsentFields(JsonObject object, Descriptor message, String path, String help) {
    for (FieldDescriptor field : message.getFields()) {
      if (Fields.value(object, field) == null) {
        draft.setFieldUnknown(path + field.getJsonName(), Reason.NOT_YET, help);
      }
    }
  }

  /** Whether the document is a complete environment that exists, as Composer returns it. */
  public boolean isComplete() {
    JsonObject environment = draft.environment();
    // A selection of fields has null for those that it does not select.
    return !Fields.text(environment, "uuid").isEmpty()
        && !(Fields.text(environment, "createTime") + Fields.text(environment, "create_time"))
            .isEmpty()
        && (hasNodeConfig() || COMPOSER_3.matcher(image()).matches());
  }

  /** Whether the document has fields that only Composer writes, so that it is no request. */
  public boolean looksCreated() {
    JsonObject environment = draft.environment();
    JsonObject config = Fields.object(environment, "config");
    return Stream.of("uuid", "state", "createTime", "create_time", "updateTime", "update_time")
            .anyMatch(environment::has)
        || (config != null
            && Stream.of(
                    "gkeCluster",
                    "gke_cluster",
                    "airflowUri",
                    "airflow_uri",
                    "dagGcsPrefix",
                    "dag_gcs_prefix")
                .anyMatch(config::has));
  }

  public boolean hasNodeConfig() {
    return Fields.object(Fields.object(draft.environment(), "config"), "nodeConfig") != null;
  }

  private String image() {
    JsonObject config = Fields.object(draft.environment(), "config");
    JsonObject software = Fields.object(config, "softwareConfig");
    String image = plain(software, "imageVersion");
    return image.isEmpty() ? plain(software, "image_version") : image;
  }

  /** A member that is a text or, as YAML reads it without quotes, a number; blank if absent. */
  private static String plain(@Nullable JsonObject object, String key) {
    return object != null && object.get(key) instanceof JsonPrimitive value
        ? value.getAsString()
        : "";
  }
}

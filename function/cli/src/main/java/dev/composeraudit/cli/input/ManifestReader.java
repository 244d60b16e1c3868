package dev.composeraudit.cli.input;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.cloud.orchestration.airflow.service.v1.Environment.State;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.cli.input.environment.InputEnvironment;
import dev.composeraudit.cli.input.environment.InputResult;
import dev.composeraudit.cli.input.environment.Names;
import dev.composeraudit.cli.input.environment.Origin;
import dev.composeraudit.cli.input.environment.SubjectDraft;
import dev.composeraudit.cli.input.environment.UnknownFieldMarker;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed.Reason;
import org.jspecify.annotations.Nullable;

/** Reads Config Connector's ComposerEnvironment manifests. An absent field is left to Composer. */
final class ManifestReader {
  private static final String FLAG = "enableIPMasqAgent";
  private static final String NAME =
      "the manifest does not state the environment's project, location or name";

  /** Source: AdapterForObject of environment_controller.go, commit 06b4311 of Config Connector. */
  private static final String LABELS =
      "without spec.labels, newer versions of Config Connector give the environment the labels in"
          + " metadata.labels; write spec.labels";

  private final Document document;
  private final InputResult result;

  ManifestReader(Document document, InputResult result) {
    this.document = document;
    this.result = result;
  }

  void read(JsonObject manifest, String path) {
    JsonObject spec = orEmpty(Fields.object(manifest, "spec"));
    JsonObject metadata = orEmpty(Fields.object(manifest, "metadata"));
    SubjectDraft draft = SubjectDraft.ofEnvironment(new JsonObject());
    JsonObject config = Fields.object(spec, "config");
    if (config != null) {
      JsonObject copied = new JsonObject();
      draft.environment().add("config", copied);
      copy(config, message(Environment.getDescriptor(), "config"), copied, "config.", draft);
    }
    if (spec.get("labels") instanceof JsonObject labels) {
      draft.environment().add("labels", labels);
    } else if (Fields.object(metadata, "labels") != null) {
      draft.setFieldUnknown("labels", Reason.NOT_YET, LABELS);
    }
    if (isBeingDeleted(metadata)) {
      draft.environment().addProperty("state", State.DELETING.name());
    }
    checkFlag(config, draft);
    UnknownFieldMarker marker = new UnknownFieldMarker(draft);
    marker.markImageVersion();
    marker.markServerDefaults();
    EnvironmentName name = name(spec, metadata);
    draft.setName(name, NAME);
    result.add(
        InputEnvironment.of(
            new Origin(document, path, Origin.SUBJECT), address(manifest, metadata), name, draft));
  }

  /** An object that is to be abandoned leaves the environment as it is. */
  private static boolean isBeingDeleted(JsonObject metadata) {
    return !Fields.text(metadata, "deletionTimestamp").isEmpty()
        && !Fields.text(
                Fields.object(metadata, "annotations"), "cnrm.cloud.google.com/deletion-policy")
            .equals("abandon");
  }

  private static String address(JsonObject manifest, JsonObject metadata) {
    return String.join(
        "/",
        Fields.text(manifest, "apiVersion"),
        Fields.text(manifest, "kind"),
        Fields.text(metadata, "name"));
  }

  private static @Nullable EnvironmentName name(JsonObject spec, JsonObject metadata) {
    String id = Fields.text(spec, "resourceID");
    String project = Fields.text(Fields.object(spec, "projectRef"), "external");
    if (project.isEmpty() && !spec.has("projectRef")) {
      JsonObject annotations = Fields.object(metadata, "annotations");
      project = Fields.text(annotations, "cnrm.cloud.google.com/project-id");
    }
    return Names.of(
        project, Fields.text(spec, "location"), id.isEmpty() ? Fields.text(metadata, "name") : id);
  }

  /** The API server drops a field that it does not know, however near its name is. */
  private static void checkFlag(@Nullable JsonObject config, SubjectDraft draft) {
    JsonObject node = config == null ? null : orNull(config.get("nodeConfig"));
    if (node == null) {
      checkNodeConfig(config, draft);
      return;
    }
    JsonElement flag = node.get(FLAG);
    if (flag != null && !flag.isJsonNull()) {
      if (!isBool(flag)) {
        draft.setFieldUnknown(
            UnknownFieldMarker.FLAG_PATH, Reason.UNREADABLE, FLAG + " must be true or false");
      }
      return;
    }
    for (String key : node.keySet()) {
      if (!key.equals(FLAG) && Fields.isMeant(key, FLAG)) {
        draft.setFieldUnknown(UnknownFieldMarker.FLAG_PATH, Reason.UNREADABLE, meant(key, FLAG));
      }
    }
  }

  private static boolean isBool(JsonElement value) {
    return value instanceof JsonPrimitive primitive && primitive.isBoolean();
  }

  private static void checkNodeConfig(@Nullable JsonObject config, SubjectDraft draft) {
    if (config == null) {
      return;
    }
    if (config.has("nodeConfig") && !config.get("nodeConfig").isJsonNull()) {
      draft.setFieldUnknown("config.nodeConfig", Reason.UNREADABLE, "nodeConfig must be an object");
    }
    for (String key : config.keySet()) {
      if (!key.equals("nodeConfig") && Fields.isMeant(key, "nodeConfig")) {
        draft.setFieldUnknown("config.nodeConfig", Reason.UNREADABLE, meant(key, "nodeConfig"));
      }
    }
  }

  private static String meant(String key, String field) {
    return "%s is not a field of ComposerEnvironment; did you mean %s?"
        .formatted(Excerpt.of(key), field);
  }

  /** Config Connector writes acronyms in capitals, and references for names. */
  private static void copy(
      JsonObject from, Descriptor message, JsonObject to, String path, SubjectDraft draft) {
    for (String key : from.keySet()) {
      JsonElement value = from.get(key);
      FieldDescriptor field = field(message, key);
      if (field == null || value.isJsonNull()) {
        continue;
      }
      String fieldPath = path + field.getJsonName();
      if (fieldPath.equals(UnknownFieldMarker.FLAG_PATH) && !(key.equals(FLAG) && isBool(value))) {
        continue;
      }
      if (key.endsWith("Ref")) {
        copyReference(value, field, to, fieldPath, draft);
      } else if (Fields.hasNamedFields(field)) {
        if (value instanceof JsonObject object) {
          JsonObject below = new JsonObject();
          to.add(field.getJsonName(), below);
          copy(object, field.getMessageType(), below, fieldPath + ".", draft);
        }
      } else if (field.isMapField() || !field.isRepeated() || isPlainList(field)) {
        to.add(field.getJsonName(), value);
      } else {
        draft.setFieldUnknown(fieldPath, Reason.NOT_YET, key + " is not taken over");
      }
    }
  }

  private static void copyReference(
      JsonElement value, FieldDescriptor field, JsonObject to, String path, SubjectDraft draft) {
    String external = Fields.text(orNull(value), "external");
    if (external.isEmpty()) {
      draft.setFieldUnknown(
          path, Reason.NOT_YET, path + " is the name of an object that the manifest refers to");
    } else {
      to.addProperty(field.getJsonName(), external);
    }
  }

  private static boolean isPlainList(FieldDescriptor field) {
    return field.getJavaType() != FieldDescriptor.JavaType.MESSAGE;
  }

  private static @Nullable FieldDescriptor field(Descriptor message, String key) {
    String name = key.endsWith("Ref") ? key.substring(0, key.length() - "Ref".length()) : key;
    return message.getFields().stream()
        .filter(field -> isSpelling(name, field.getJsonName()))
        .findFirst()
        .orElse(null);
  }

  /** Whether a name differs from the API's by capitals alone, and has all of the API's. */
  private static boolean isSpelling(String name, String api) {
    if (!name.equalsIgnoreCase(api)) {
      return false;
    }
    for (int i = 0; i < api.length(); i++) {
      if (Character.isUpperCase(api.charAt(i)) && !Character.isUpperCase(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static Descriptor message(Descriptor parent, String field) {
    return Fields.named(parent, field).orElseThrow().getMessageType();
  }

  private static @Nullable JsonObject orNull(@Nullable JsonElement value) {
    return value instanceof JsonObject object ? object : null;
  }

  private static JsonObject orEmpty(@Nullable JsonObject object) {
    return object == null ? new JsonObject() : object;
  }
}

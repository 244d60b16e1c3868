package dev.composeraudit.cli.input.terraform;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.cli.input.environment.Names;
import dev.composeraudit.cli.input.environment.SubjectDraft;
import dev.composeraudit.cli.input.environment.UnknownFieldMarker;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The environment that a Terraform resource describes, in REST form. A field that the plan does not
 * know, does not have or must not show is unknown; only what the plan knows is taken over.
 */
final class TerraformEnvironment {
  private static final String AFTER_APPLY = "known after apply";
  private static final String SENSITIVE = "marked as sensitive in Terraform, so it is not read";
  private static final String NO_ATTRIBUTE = "not in Terraform's output";
  private static final String NAME =
      "the environment's name, project or region is known after apply, or sensitive";

  private final PlannedValue resource;
  private final SubjectDraft draft = SubjectDraft.ofEnvironment(new JsonObject());

  private TerraformEnvironment(PlannedValue resource) {
    this.resource = resource;
  }

  /**
   * @param agent whether the agent is written on or off, or why that is open
   * @param imageUnknown why the image version is unknown; blank if it is known
   */
  static SubjectDraft draft(PlannedValue resource, AgentSetting agent, String imageUnknown) {
    TerraformEnvironment environment = new TerraformEnvironment(TerraformNames.rest(resource));
    environment.setAgent(agent);
    if (!imageUnknown.isEmpty()) {
      environment.draft.setFieldUnknown(
          UnknownFieldMarker.IMAGE_PATH, Reason.NOT_YET, imageUnknown);
    }
    environment.copy(
        Environment.getDescriptor(), environment.resource, environment.draft.environment(), "");
    environment.draft.setName(name(resource), NAME);
    new UnknownFieldMarker(environment.draft).markImageVersion();
    return environment.draft;
  }

  /** The name; null if a part of it is not known, or must not be shown. */
  static @Nullable EnvironmentName name(PlannedValue resource) {
    PlannedValue name = resource.member("name");
    PlannedValue project = resource.member("project");
    PlannedValue region = resource.member("region");
    return name.isSensitive() || project.isSensitive() || region.isSensitive()
        ? null
        : Names.of(project.text(), region.text(), name.text());
  }

  private void setAgent(AgentSetting agent) {
    if (agent instanceof AgentSetting.Open open) {
      draft.setFieldUnknown(UnknownFieldMarker.FLAG_PATH, Reason.NOT_YET, open.why());
      return;
    }
    JsonObject node = new JsonObject();
    node.addProperty(UnknownFieldMarker.FLAG, agent instanceof AgentSetting.On);
    JsonObject config = new JsonObject();
    config.add("nodeConfig", node);
    draft.environment().add("config", config);
  }

  private void copy(Descriptor message, PlannedValue from, JsonObject to, String path) {
    for (FieldDescriptor field : message.getFields()) {
      String fieldPath = path + field.getJsonName();
      if (!fieldPath.equals("name") && !fieldPath.equals(UnknownFieldMarker.FLAG_PATH)) {
        copyField(field, from, to, fieldPath);
      }
    }
  }

  private void copyField(FieldDescriptor field, PlannedValue from, JsonObject to, String path) {
    String name = field.getName();
    if (!from.hasMember(name)) {
      setUnknown(field, path, NO_ATTRIBUTE);
    } else if (Fields.hasNamedFields(field)) {
      copyBlock(field, from.block(name), to, path);
    } else if (from.member(name).isUnknown()) {
      setUnknown(field, path, AFTER_APPLY);
    } else if (from.member(name).isSensitive() && !path.equals(UnknownFieldMarker.IMAGE_PATH)) {
      setUnknown(field, path, SENSITIVE);
    } else if (!from.member(name).isAbsent()) {
      copyLeaf(field, from.member(name).value(), to, path);
    }
  }

  private void copyBlock(FieldDescriptor field, PlannedValue block, JsonObject to, String path) {
    if (block.isObject()) {
      JsonObject below =
          to.get(field.getJsonName()) instanceof JsonObject begun ? begun : new JsonObject();
      to.add(field.getJsonName(), below);
      copy(field.getMessageType(), block, below, path + ".");
    } else if (block.isUnknown()) {
      setUnknown(field, path, AFTER_APPLY);
    }
  }

  /** The agent's own field is distinguished, so that what holds it is taken field by field. */
  private void setUnknown(FieldDescriptor field, String path, String why) {
    if (UnknownFieldMarker.FLAG_PATH.startsWith(path + ".")) {
      for (FieldDescriptor below : field.getMessageType().getFields()) {
        String belowPath = path + "." + below.getJsonName();
        if (!belowPath.equals(UnknownFieldMarker.FLAG_PATH)) {
          setUnknown(below, belowPath, why);
        }
      }
    } else {
      draft.setFieldUnknown(path, Reason.NOT_YET, path + " is " + why);
    }
  }

  private void copyLeaf(FieldDescriptor field, JsonElement value, JsonObject to, String path) {
    JsonElement converted = field.isMapField() ? value : converted(field, value);
    if (converted == null) {
      setUnknown(field, path, "of another form than in the API");
    } else {
      to.add(field.getJsonName(), converted);
    }
  }

  private static @Nullable JsonElement converted(FieldDescriptor field, JsonElement value) {
    if (field.isRepeated()) {
      return value instanceof JsonArray array ? convertedAll(field, array) : null;
    }
    return isOfType(field, value) ? value : null;
  }

  private static @Nullable JsonElement convertedAll(FieldDescriptor field, JsonArray array) {
    JsonArray all = new JsonArray();
    for (JsonElement each : array) {
      JsonElement one = each instanceof JsonObject block ? convertedBlock(field, block) : each;
      if (one == null || (one.isJsonPrimitive() && !isOfType(field, one))) {
        return null;
      }
      all.add(one);
    }
    return all;
  }

  private static @Nullable JsonElement convertedBlock(FieldDescriptor field, JsonObject block) {
    if (field.getJavaType() != JavaType.MESSAGE) {
      return null;
    }
    JsonObject converted = new JsonObject();
    for (String key : block.keySet()) {
      FieldDescriptor below = Fields.named(field.getMessageType(), key).orElse(null);
      if (below != null && isOfType(below, block.get(key))) {
        converted.add(below.getJsonName(), block.get(key));
      }
    }
    return converted;
  }

  private static boolean isOfType(FieldDescriptor field, JsonElement value) {
    if (!(value instanceof JsonPrimitive primitive)) {
      return false;
    }
    return switch (field.getJavaType()) {
      case BOOLEAN -> primitive.isBoolean();
      case INT, LONG, FLOAT, DOUBLE -> primitive.isNumber();
      // An empty text is Terraform's for what is not set.
      case STRING -> primitive.isString();
      case ENUM -> primitive.isString() && !primitive.getAsString().isEmpty();
      case BYTE_STRING, MESSAGE -> false;
    };
  }
}

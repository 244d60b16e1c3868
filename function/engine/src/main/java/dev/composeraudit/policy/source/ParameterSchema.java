package dev.composeraudit.policy.source;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.Issue;
import dev.composeraudit.policy.source.ParameterType.Amount;
import dev.composeraudit.policy.source.ParameterType.Flag;
import dev.composeraudit.policy.source.ParameterType.Items;
import dev.composeraudit.policy.source.ParameterType.Properties;
import dev.composeraudit.policy.source.ParameterType.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a policy, as a message type of its own, so that CEL knows each by name and
 * type.
 *
 * @param defaults the values that hold where a binding gives none
 */
public record ParameterSchema(Properties type, JsonObject defaults, Descriptor descriptor) {
  /** Reads {@code spec.parameters}, and checks each default against its schema. */
  static ParameterSchema read(ObjectReader parameters, String policy, List<Issue> issues) {
    Map<String, ParameterType> types = new LinkedHashMap<>();
    JsonObject defaults = new JsonObject();
    List<String> required = new ArrayList<>();
    for (String name : parameters.keys()) {
      ObjectReader object = parameters.object(name, true);
      object.optionalText("description", "");
      ParameterType type = ParameterTypeReader.read(object.object("schema", true));
      Optional<JsonElement> value = object.any("default");
      value.ifPresent(
          it ->
              new ParameterCheck(object.document(), issues)
                  .check(it, type, object.path("default")));
      object.close();
      if (ParameterTypeReader.isName(parameters, name)) {
        types.put(name, type);
        value.ifPresentOrElse(it -> defaults.add(name, it), () -> required.add(name));
      }
    }
    parameters.close();
    Properties all = new Properties(types, required);
    return new ParameterSchema(all, defaults, describe(all, policy));
  }

  /**
   * The parameters in force: what is given, else the defaults; errors are reported at their place.
   */
  public Struct bind(JsonObject given, Document document, String path, List<Issue> issues) {
    int before = issues.size();
    new ParameterCheck(document, issues).check(given, type, path);
    JsonObject all = defaults.deepCopy();
    given.entrySet().forEach(entry -> all.add(entry.getKey(), entry.getValue()));
    if (issues.size() > before) {
      return Struct.of(DynamicMessage.getDefaultInstance(descriptor));
    }
    try {
      return Struct.of(message(all));
    } catch (InvalidProtocolBufferException mistyped) {
      issues.add(
          document.issue(
              "parameter", path, "not readable as parameters: " + mistyped.getMessage()));
      return Struct.of(DynamicMessage.getDefaultInstance(descriptor));
    }
  }

  /**
   * The defaults alone.
   *
   * @throws IllegalStateException if they are not of their types; reading the schema found that
   */
  public Struct bindDefaults() {
    try {
      return Struct.of(message(defaults));
    } catch (InvalidProtocolBufferException mistyped) {
      throw new IllegalStateException("defaults that were not checked: " + defaults, mistyped);
    }
  }

  private DynamicMessage message(JsonObject values) throws InvalidProtocolBufferException {
    DynamicMessage.Builder builder = DynamicMessage.newBuilder(descriptor);
    JsonFormat.parser().merge(values.toString(), builder);
    return builder.build();
  }

  private static Descriptor describe(Properties type, String policy) {
    String name = policy.isEmpty() ? "unnamed" : policy;
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("composeraudit/params/" + name + ".proto")
            .setPackage("composeraudit.params.p_" + name.replaceAll("[^a-z0-9]", "_"))
            .setSyntax("proto3")
            .addMessageType(message("Params", type))
            .build();
    try {
      return FileDescriptor.buildFrom(file, new FileDescriptor[0]).findMessageTypeByName("Params");
    } catch (DescriptorValidationException unexpected) {
      throw new IllegalStateException("parameters of " + name, unexpected);
    }
  }

  private static DescriptorProto message(String name, Properties type) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
    int number = 1;
    for (Map.Entry<String, ParameterType> property : type.properties().entrySet()) {
      FieldDescriptorProto.Builder field =
          FieldDescriptorProto.newBuilder()
              .setName(property.getKey())
              .setJsonName(property.getKey())
              .setNumber(number++)
              .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
      addType(message, field, property.getValue());
      message.addField(field);
    }
    return message.build();
  }

  private static void addType(
      DescriptorProto.Builder message, FieldDescriptorProto.Builder field, ParameterType type) {
    if (type instanceof Text) {
      field.setType(FieldDescriptorProto.Type.TYPE_STRING);
    } else if (type instanceof Amount number) {
      field.setType(
          number.whole()
              ? FieldDescriptorProto.Type.TYPE_INT64
              : FieldDescriptorProto.Type.TYPE_DOUBLE);
    } else if (type instanceof Flag) {
      field.setType(FieldDescriptorProto.Type.TYPE_BOOL);
    } else if (type instanceof Items items) {
      addType(message, field, items.of());
      field.setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);
    } else if (type instanceof Properties properties) {
      String nested = "Field" + field.getNumber();
      message.addNestedType(message(nested, properties));
      field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(nested);
    }
  }
}

package dev.composeraudit.subject;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an environment that a document may call unknown, by their path: {@code
 * environment.config.nodeConfig.enableIpMasqAgent}. A path that leads nowhere would hide nothing.
 */
final class EnvironmentFields {
  private static final String ROOT = "environment.";

  private EnvironmentFields() {}

  static boolean isField(String path) {
    if (!path.startsWith(ROOT)) {
      return false;
    }
    Descriptor message = Environment.getDescriptor();
    for (String name : inEnvironment(path).split("\\.", -1)) {
      FieldDescriptor field = message == null ? null : field(message, name);
      if (field == null) {
        return false;
      }
      // Nothing below the members of a list can be named.
      message =
          field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isRepeated()
              ? field.getMessageType()
              : null;
    }
    return true;
  }

  /** The path without its beginning. */
  static String inEnvironment(String path) {
    return path.substring(ROOT.length());
  }

  private static @Nullable FieldDescriptor field(Descriptor message, String jsonName) {
    return message.getFields().stream()
        .filter(field -> field.getJsonName().equals(jsonName))
        .findFirst()
        .orElse(null);
  }
}

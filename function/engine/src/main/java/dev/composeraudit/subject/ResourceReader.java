package dev.composeraudit.subject;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.subject.Observed.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads single resources as Google's APIs and kubectl print them. What they say is not judged here:
 * a range that is no range is read as it is.
 */
public final class ResourceReader {
  private static final JsonFormat.Parser PROTO = JsonFormat.parser().ignoringUnknownFields();

  private ResourceReader() {}

  /**
   * Reads a Composer v1 REST Environment. Unknown fields are ignored; unknown enum values are kept,
   * see {@link UnknownEnums#paths}. A range that has both a name and addresses is read by its name.
   *
   * @throws MalformedDocumentException if a known field is of another type
   */
  public static Environment environment(JsonObject json) throws MalformedDocumentException {
    return merge(checked(json, Environment.getDescriptor()), Environment.newBuilder()).build();
  }

  /**
   * A copy of a resource's JSON that protobuf's parser reads without losing anything: an unknown
   * enum value is a number that no enum has, and of a oneof one member is left.
   */
  public static JsonObject readable(JsonObject json, Descriptor type) {
    return UnknownEnums.numbered(OneofMembers.reduced(json, type), type);
  }

  /**
   * Reads a GKE v1 REST Cluster. Unknown fields are ignored; unknown enum values are kept, see
   * {@link UnknownEnums#paths}.
   *
   * @throws MalformedDocumentException if a known field is of another type
   */
  public static Cluster cluster(JsonObject json) throws MalformedDocumentException {
    return merge(checked(json, Cluster.getDescriptor()), Cluster.newBuilder()).build();
  }

  /**
   * Reads EgressNATPolicies as kubectl prints them: a list of objects or a List object.
   *
   * @return unknown if the list says that it goes on elsewhere, if one of them is being deleted, or
   *     if two differ that have the same name
   */
  public static Observed<List<EgressNatPolicy>> egressNatPolicies(JsonElement json)
      throws MalformedDocumentException {
    List<JsonObject> items = new ArrayList<>();
    if (json instanceof JsonObject list) {
      if (KubernetesList.goesOn(list)) {
        return Observed.unknown(
            Reason.NOT_PROVIDED, "the list of EgressNATPolicies is only its first page");
      }
      if (!list.has("items")) {
        throw new MalformedDocumentException(
            "must be a list of EgressNATPolicies, or a List object with items");
      }
      requireKindOfList(list);
      items.addAll(Json.objects(list, "items"));
    } else {
      JsonObject holder = new JsonObject();
      holder.add("egressNatPolicies", json);
      items.addAll(Json.objects(holder, "egressNatPolicies"));
    }
    List<EgressNatPolicy> policies = new ArrayList<>();
    Map<String, EgressNatPolicy> byName = new HashMap<>();
    for (JsonObject item : items) {
      EgressNatPolicy policy = EgressNatPolicy.of(item);
      if (Deletion.checked(item, policy) instanceof Observed.Unknown<EgressNatPolicy> deleted) {
        return deleted.as();
      }
      policies.add(policy);
      EgressNatPolicy same = byName.put(policy.name(), policy);
      if (same != null && !same.equals(policy)) {
        return Observed.unknown(
            Reason.INDETERMINATE,
            "the list has two different EgressNATPolicies %s; give what one cluster has at one time"
                .formatted(Excerpt.of(policy.name())));
      }
    }
    return Observed.known(List.copyOf(policies));
  }

  /** A document may leave the kind out; that of another list shows that it is not this one. */
  private static void requireKindOfList(JsonObject list) throws MalformedDocumentException {
    String kind = Json.text(list, "kind");
    if (!kind.isEmpty() && !kind.equals("List") && !kind.equals("EgressNATPolicyList")) {
      throw new MalformedDocumentException(
          "kind: must be List or EgressNATPolicyList, is " + Excerpt.of(kind));
    }
  }

  private static JsonObject checked(JsonObject json, Descriptor type)
      throws MalformedDocumentException {
    requireSingleValues(json, type, "");
    return readable(json, type);
  }

  /**
   * Protobuf's parser takes a list of one value for the value, and of a field that stands there by
   * both of its names the last value, where the first is a default. It does not name the field
   * whose value is of another type.
   */
  private static void requireSingleValues(JsonObject json, Descriptor type, String path)
      throws MalformedDocumentException {
    for (FieldDescriptor field : type.getFields()) {
      String key = json.has(field.getName()) ? field.getName() : field.getJsonName();
      JsonElement value = json.get(key);
      if (!key.equals(field.getJsonName()) && json.has(field.getJsonName())) {
        throw new MalformedDocumentException(
            "%s%s: stands there as %s too; write it once"
                .formatted(path, key, field.getJsonName()));
      }
      if (value instanceof JsonArray && !field.isRepeated()) {
        throw new MalformedDocumentException(path + key + ": must be one value, is a list");
      }
      requireType(value, field, path + key);
      if (value instanceof JsonObject below
          && !field.isRepeated()
          && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        requireSingleValues(below, field.getMessageType(), path + key + ".");
      }
    }
  }

  private static void requireType(@Nullable JsonElement value, FieldDescriptor field, String path)
      throws MalformedDocumentException {
    if (value == null || value.isJsonNull() || field.isRepeated()) {
      return;
    }
    // Google's APIs accept these two texts.
    boolean isBool =
        value instanceof JsonPrimitive primitive
            && (primitive.isBoolean()
                || (primitive.isString() && primitive.getAsString().matches("true|false")));
    if (field.getJavaType() == FieldDescriptor.JavaType.BOOLEAN && !isBool) {
      throw new MalformedDocumentException(path + ": must be true or false, is " + shown(value));
    }
    if (isOwnMessage(field) && !(value instanceof JsonObject)) {
      throw new MalformedDocumentException(path + ": must be an object, is " + shown(value));
    }
  }

  private static String shown(JsonElement value) {
    return Excerpt.of(
        value instanceof JsonPrimitive primitive ? primitive.getAsString() : value.toString());
  }

  /** Protobuf's own messages are written as texts, such as times. */
  private static boolean isOwnMessage(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && !field.getMessageType().getFullName().startsWith("google.protobuf.");
  }

  private static <B extends Message.Builder> B merge(JsonObject json, B builder)
      throws MalformedDocumentException {
    try {
      PROTO.merge(json.toString(), builder);
      return builder;
    } catch (InvalidProtocolBufferException malformed) {
      throw new MalformedDocumentException(
          Excerpt.of(String.valueOf(malformed.getMessage())), malformed);
    }
  }
}

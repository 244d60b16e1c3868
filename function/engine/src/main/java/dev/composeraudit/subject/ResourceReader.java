package dev.composeraudit.subject;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.subject.Observed.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads single resources as Google's APIs and kubectl print them. What they say is not judged here:
 * a range that is no range is read as it is.
 */
public final class ResourceReader {
  private static final JsonFormat.Parser PROTO = JsonFormat.parser().ignoringUnknownFields();

  private ResourceReader() {}

  /**
   * Reads a Composer v1 REST Environment; fields it does not know are ignored. A range that is told
   * by its name and by its addresses is read by its name.
   *
   * @throws MalformedDocumentException if a known field is of another type
   */
  public static Environment environment(JsonObject json) throws MalformedDocumentException {
    JsonObject readable = OneofMembers.reduced(json, Environment.getDescriptor());
    return merge(readable, Environment.newBuilder()).build();
  }

  /**
   * Reads a GKE v1 REST Cluster; fields it does not know are ignored.
   *
   * @throws MalformedDocumentException if a known field is of another type
   */
  public static Cluster cluster(JsonObject json) throws MalformedDocumentException {
    return merge(json, Cluster.newBuilder()).build();
  }

  /**
   * Reads EgressNATPolicies as kubectl prints them: a list of objects or a List object.
   *
   * @return unknown if the list says that it goes on elsewhere
   */
  public static Observed<List<EgressNatPolicy>> egressNatPolicies(JsonElement json)
      throws MalformedDocumentException {
    List<JsonObject> items = new ArrayList<>();
    if (json instanceof JsonObject list) {
      if (!Json.text(Json.object(list, "metadata"), "continue").isEmpty()) {
        return Observed.unknown(
            Reason.NOT_PROVIDED, "the list of EgressNATPolicies is only its first page");
      }
      if (!list.has("items")) {
        throw new MalformedDocumentException(
            "must be a list of EgressNATPolicies, or a List object with items");
      }
      items.addAll(Json.objects(list, "items"));
    } else {
      JsonObject holder = new JsonObject();
      holder.add("egressNatPolicies", json);
      items.addAll(Json.objects(holder, "egressNatPolicies"));
    }
    List<EgressNatPolicy> policies = new ArrayList<>();
    for (JsonObject item : items) {
      policies.add(EgressNatPolicy.of(item));
    }
    return Observed.known(List.copyOf(policies));
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

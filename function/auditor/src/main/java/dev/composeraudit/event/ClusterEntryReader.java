package dev.composeraudit.event;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.event.RejectedEvent.Code;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.Trigger;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Reads Admin Activity entries of a cluster's Kubernetes API about EgressNATPolicies ({@code
 * resource.type="k8s_cluster"}, method {@code io.gke.networking.v1.egressnatpolicies.…}).
 */
final class ClusterEntryReader {
  static final String SERVICE = "k8s.io";

  /** Of GKE's own API group: anybody can define a kind of that name in another one. */
  private static final Pattern METHOD =
      Pattern.compile(
          "io\\.gke\\.networking\\.v[0-9]+(?:(?:alpha|beta)[0-9]+)?\\.egressnatpolicies\\."
              + "(?:create|update|patch|delete|deletecollection)");

  private static final int METHOD_LENGTH = 256;

  private final ProjectFilter scope;

  ClusterEntryReader(ProjectFilter scope) {
    this.scope = scope;
  }

  ClusterChange read(JsonObject entry, Instant time, String id)
      throws RejectedException, MalformedDocumentException {
    JsonObject payload = ProtoJson.object(entry, "protoPayload");
    String method =
        BoundedText.of(
            "protoPayload.methodName", ProtoJson.text(payload, "methodName"), METHOD_LENGTH);
    if (!METHOD.matcher(method).matches()) {
      throw new RejectedException(
          Code.FOREIGN_ENTRY, "protoPayload.methodName: " + Excerpt.of(method));
    }
    ActivityLog log = ActivityLog.of(entry);
    JsonObject resource = ProtoJson.object(entry, "resource");
    if (!Json.text(resource, "type").equals("k8s_cluster")) {
      throw new RejectedException(
          Code.FOREIGN_ENTRY, "resource.type: " + Excerpt.of(Json.text(resource, "type")));
    }
    ClusterName cluster = cluster(Json.object(resource, "labels"));
    log.requireProject(cluster.project());
    if (!scope.contains(cluster.project())) {
      throw new RejectedException(
          Code.OUT_OF_SCOPE, "project " + cluster.project() + " is not among AUDITED_PROJECTS");
    }
    return new ClusterChange(
        cluster, new Trigger(Trigger.Kind.UPDATE, Principal.of(payload), method, time, id));
  }

  private static ClusterName cluster(JsonObject labels)
      throws RejectedException, MalformedDocumentException {
    try {
      return ClusterName.parse(
          "projects/%s/locations/%s/clusters/%s"
              .formatted(
                  Json.text(labels, "project_id"),
                  Json.text(labels, "location"),
                  Json.text(labels, "cluster_name")));
    } catch (IllegalArgumentException malformed) {
      throw new RejectedException(Code.INCONSISTENT, "resource.labels: " + malformed.getMessage());
    }
  }
}

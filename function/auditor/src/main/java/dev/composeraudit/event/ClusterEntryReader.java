package dev.composeraudit.event;

import com.google.gson.JsonObject;
import dev.composeraudit.event.Refusal.Code;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.Excerpt;
import dev.composeraudit.subject.Json;
import dev.composeraudit.subject.MalformedDocumentException;
import dev.composeraudit.subject.Trigger;
import java.time.Instant;

/**
 * Reads Admin Activity entries of a cluster's Kubernetes API about EgressNATPolicies ({@code
 * resource.type="k8s_cluster"}, method {@code io.gke.networking.v1.egressnatpolicies.…}).
 */
final class ClusterEntryReader {
  static final String SERVICE = "k8s.io";

  private static final String ACTIVITY_LOG = "/logs/cloudaudit.googleapis.com%2Factivity";
  private static final String POLICIES = ".egressnatpolicies.";
  private static final int METHOD_LENGTH = 256;

  private final Scope scope;

  ClusterEntryReader(Scope scope) {
    this.scope = scope;
  }

  ClusterChange read(JsonObject entry, Instant time, String id)
      throws RefusedException, MalformedDocumentException {
    JsonObject payload = Json.object(entry, "protoPayload");
    String method =
        EntryReader.bounded(
            "protoPayload.methodName", Json.text(payload, "methodName"), METHOD_LENGTH);
    if (!method.contains(POLICIES)) {
      throw new RefusedException(
          Code.FOREIGN_ENTRY, "protoPayload.methodName: " + Excerpt.of(method));
    }
    JsonObject resource = Json.object(entry, "resource");
    if (!Json.text(resource, "type").equals("k8s_cluster")) {
      throw new RefusedException(
          Code.FOREIGN_ENTRY, "resource.type: " + Excerpt.of(Json.text(resource, "type")));
    }
    ClusterName cluster = cluster(Json.object(resource, "labels"));
    String log = Json.text(entry, "logName");
    if (!log.equals("projects/" + cluster.project() + ACTIVITY_LOG)) {
      throw new RefusedException(Code.INCONSISTENT, "logName: is " + Excerpt.of(log));
    }
    if (!scope.contains(cluster.project())) {
      throw new RefusedException(
          Code.OUT_OF_SCOPE, "project " + cluster.project() + " is not among AUDITED_PROJECTS");
    }
    return new ClusterChange(
        cluster,
        new Trigger(Trigger.Kind.UPDATE, EntryReader.principal(payload), method, time, id));
  }

  private static ClusterName cluster(JsonObject labels)
      throws RefusedException, MalformedDocumentException {
    try {
      return ClusterName.parse(
          "projects/%s/locations/%s/clusters/%s"
              .formatted(
                  Json.text(labels, "project_id"),
                  Json.text(labels, "location"),
                  Json.text(labels, "cluster_name")));
    } catch (IllegalArgumentException malformed) {
      throw new RefusedException(Code.INCONSISTENT, "resource.labels: " + malformed.getMessage());
    }
  }
}

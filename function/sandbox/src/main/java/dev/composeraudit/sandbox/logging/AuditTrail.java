package dev.composeraudit.sandbox.logging;

import com.google.gson.JsonObject;
import com.google.logging.v2.LogEntry;
import com.google.longrunning.Operation;
import dev.composeraudit.sandbox.api.ResourceName;
import dev.composeraudit.sandbox.api.RestJson;
import dev.composeraudit.sandbox.kubernetes.KubernetesKind;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes the Admin Activity audit log. Of Composer: two entries for a long-running operation, the
 * first with the request, the last without it; one entry without an operation for a call that was
 * rejected.
 */
public final class AuditTrail {
  private static final String SERVICE = "composer.googleapis.com";
  private static final String AUDIT_LOG = "type.googleapis.com/google.cloud.audit.AuditLog";

  private final Clock clock;
  private final LogRouter router;
  private final AtomicLong sequence = new AtomicLong();

  public AuditTrail(Clock clock, LogRouter router) {
    this.clock = clock;
    this.router = router;
  }

  /**
   * A call that changes an environment.
   *
   * @param version of the API, {@code v1} or {@code v1beta1}
   * @param verb {@code Create}, {@code Update} or {@code Delete}
   */
  public record Call(String version, String verb, ResourceName environment) {
    public String method() {
      return "google.cloud.orchestration.airflow.service.%s.Environments.%sEnvironment"
          .formatted(version, verb);
    }
  }

  public void first(Call call, Operation operation, JsonObject request) {
    JsonObject payload = payload(call);
    payload.add("request", request);
    payload.add("response", RestJson.json(operation));
    payload.add("status", new JsonObject());
    JsonObject entry = entry(call, "NOTICE", payload);
    entry.add("operation", operation(operation, "first"));
    write(entry);
  }

  /**
   * Writes the entry of an operation's end.
   *
   * @param error null = it ended well
   */
  public void last(Call call, Operation operation, com.google.rpc.@Nullable Status error) {
    JsonObject payload = payload(call);
    payload.add("status", error == null ? new JsonObject() : RestJson.json(error));
    JsonObject entry = entry(call, error == null ? "NOTICE" : "ERROR", payload);
    entry.add("operation", operation(operation, "last"));
    write(entry);
  }

  public void rejected(Call call, JsonObject request, io.grpc.Status status) {
    JsonObject payload = payload(call);
    payload.add("request", request);
    JsonObject error = new JsonObject();
    error.addProperty("code", status.getCode().value());
    error.addProperty("message", status.getDescription());
    payload.add("status", error);
    write(entry(call, "ERROR", payload));
  }

  /**
   * Writes what a cluster's Kubernetes API writes of a change of an egress policy; of other kinds
   * of objects nothing is written.
   *
   * @param cluster {@code projects/P/locations/R/clusters/C}
   */
  public void changed(String cluster, KubernetesKind kind, String verb, String object) {
    if (kind != KubernetesKind.EGRESS_NAT_POLICY) {
      return;
    }
    String[] parts = cluster.split("/", -1);
    JsonObject who = new JsonObject();
    who.addProperty("principalEmail", "bob@example.com");
    JsonObject payload = new JsonObject();
    payload.addProperty("@type", AUDIT_LOG);
    payload.addProperty("serviceName", "k8s.io");
    payload.addProperty("methodName", "io.gke.networking.v1.egressnatpolicies." + verb);
    payload.addProperty("resourceName", "networking.gke.io/v1/egressnatpolicies/" + object);
    payload.add("authenticationInfo", who);
    JsonObject labels = new JsonObject();
    labels.addProperty("project_id", parts[1]);
    labels.addProperty("location", parts[3]);
    labels.addProperty("cluster_name", parts[5]);
    write(entry(parts[1], "k8s_cluster", labels, "NOTICE", payload));
  }

  private static JsonObject payload(Call call) {
    JsonObject who = new JsonObject();
    who.addProperty("principalEmail", "alice@example.com");
    JsonObject payload = new JsonObject();
    payload.addProperty("@type", AUDIT_LOG);
    payload.addProperty("serviceName", SERVICE);
    payload.addProperty("methodName", call.method());
    payload.addProperty("resourceName", call.environment().toString());
    payload.add("authenticationInfo", who);
    return payload;
  }

  private JsonObject entry(Call call, String severity, JsonObject payload) {
    ResourceName environment = call.environment();
    JsonObject labels = new JsonObject();
    labels.addProperty("project_id", environment.project());
    labels.addProperty("location", environment.location());
    labels.addProperty("environment_name", environment.id());
    return entry(environment.project(), "cloud_composer_environment", labels, severity, payload);
  }

  private JsonObject entry(
      String project, String type, JsonObject labels, String severity, JsonObject payload) {
    JsonObject resource = new JsonObject();
    resource.addProperty("type", type);
    resource.add("labels", labels);
    Instant now = clock.instant();
    JsonObject entry = new JsonObject();
    entry.addProperty(
        "logName", "projects/" + project + "/logs/cloudaudit.googleapis.com%2Factivity");
    entry.addProperty("insertId", insertId(now));
    entry.addProperty("timestamp", now.toString());
    entry.addProperty("receiveTimestamp", now.toString());
    entry.addProperty("severity", severity);
    entry.add("resource", resource);
    entry.add("protoPayload", payload);
    return entry;
  }

  private String insertId(Instant now) {
    return String.format(
        Locale.ROOT, "%s%s", Long.toString(now.toEpochMilli(), 36), sequence.incrementAndGet());
  }

  private static JsonObject operation(Operation operation, String which) {
    JsonObject json = new JsonObject();
    json.addProperty("id", operation.getName());
    json.addProperty("producer", SERVICE);
    json.addProperty(which, true);
    return json;
  }

  private void write(JsonObject entry) {
    router.route(RestJson.merge(entry, LogEntry.newBuilder()).build());
  }
}

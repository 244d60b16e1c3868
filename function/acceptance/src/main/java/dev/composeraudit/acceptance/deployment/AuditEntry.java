package dev.composeraudit.acceptance.deployment;

import com.google.gson.JsonObject;
import java.time.Instant;

/**
 * A Cloud Logging entry of Composer's audit log about a creation, as the log router writes it.
 *
 * @param environment its resource name
 * @param last whether it is the last entry of the operation; else the first, with the request
 * @param insertId what repeats when the entry is delivered again
 */
public record AuditEntry(String environment, boolean last, String insertId, Instant time) {
  public JsonObject json() {
    String[] parts = environment.split("/", -1);
    JsonObject labels = new JsonObject();
    labels.addProperty("project_id", parts[1]);
    labels.addProperty("location", parts[3]);
    labels.addProperty("environment_name", parts[5]);
    JsonObject resource = new JsonObject();
    resource.addProperty("type", "cloud_composer_environment");
    resource.add("labels", labels);
    JsonObject operation = new JsonObject();
    operation.addProperty("id", "operations/" + insertId);
    operation.addProperty("producer", "composer.googleapis.com");
    operation.addProperty(last ? "last" : "first", true);
    JsonObject entry = new JsonObject();
    entry.addProperty(
        "logName", "projects/" + parts[1] + "/logs/cloudaudit.googleapis.com%2Factivity");
    entry.addProperty("insertId", insertId);
    entry.addProperty("timestamp", time.toString());
    entry.addProperty("severity", "NOTICE");
    entry.add("resource", resource);
    entry.add("operation", operation);
    entry.add("protoPayload", payload());
    return entry;
  }

  private JsonObject payload() {
    JsonObject payload = new JsonObject();
    payload.addProperty("@type", "type.googleapis.com/google.cloud.audit.AuditLog");
    payload.addProperty("serviceName", "composer.googleapis.com");
    payload.addProperty(
        "methodName",
        "google.cloud.orchestration.airflow.service.v1.Environments.CreateEnvironment");
    payload.addProperty("resourceName", environment);
    payload.add("status", new JsonObject());
    if (!last) {
      JsonObject created = new JsonObject();
      created.addProperty("name", environment);
      JsonObject request = new JsonObject();
      request.add("environment", created);
      payload.add("request", request);
    }
    return payload;
  }
}

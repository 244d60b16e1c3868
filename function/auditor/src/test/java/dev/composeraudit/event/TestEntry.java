package dev.composeraudit.event;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;

/** An audit log entry of a creation, which may be changed member by member. */
public final class TestEntry {
  public static final String NAME =
      "projects/acme-data/locations/europe-west1/environments/example";
  public static final String TIME = "2026-11-23T10:00:00.123456789Z";

  private final JsonObject entry;

  private TestEntry(String json) {
    this.entry = JsonParser.parseString(json).getAsJsonObject();
  }

  /** The creation was accepted, without a word about the agent. */
  public static TestEntry first() {
    return new TestEntry(
        """
        {"logName": "projects/acme-data/logs/cloudaudit.googleapis.com%%2Factivity",
         "insertId": "first-1", "severity": "NOTICE", "timestamp": "%2$s",
         "receiveTimestamp": "2026-11-23T10:00:01.5Z",
         "resource": {"type": "cloud_composer_environment", "labels": {
           "project_id": "acme-data", "location": "europe-west1",
           "environment_name": "example"}},
         "operation": {"id": "op-1", "producer": "composer.googleapis.com", "first": true},
         "protoPayload": {
           "@type": "type.googleapis.com/google.cloud.audit.AuditLog",
           "serviceName": "composer.googleapis.com",
           "methodName":
             "google.cloud.orchestration.airflow.service.v1.Environments.CreateEnvironment",
           "resourceName": "%1$s",
           "authenticationInfo": {"principalEmail": "alice@example.com"},
           "authorizationInfo": [{"permission": "composer.environments.create",
             "granted": true, "resource": "projects/acme-data"}],
           "request": {
             "@type": "type.googleapis.com/google.cloud.orchestration.airflow.service.v1.Create",
             "parent": "projects/acme-data/locations/europe-west1",
             "environment": {"name": "%1$s", "config": {"softwareConfig":
               {"imageVersion": "composer-2.14.1-airflow-2.10.5"}}}},
           "status": {}}}
        """
            .formatted(NAME, TIME));
  }

  /** The creation has ended well: no request is in it anymore. */
  public static TestEntry last() {
    return first()
        .with("insertId", "last-1")
        .with("operation.last", true)
        .without("operation.first")
        .without("protoPayload.request")
        .without("protoPayload.authorizationInfo");
  }

  public TestEntry with(String path, boolean value) {
    return with(path, new JsonPrimitive(value));
  }

  public TestEntry with(String path, String value) {
    return with(path, new JsonPrimitive(value));
  }

  public TestEntry withJson(String path, String json) {
    return with(path, JsonParser.parseString(json));
  }

  public TestEntry without(String path) {
    parent(path).remove(key(path));
    return this;
  }

  /** As another method of the same service. */
  public TestEntry method(String name) {
    return with(
        "protoPayload.methodName",
        "google.cloud.orchestration.airflow.service.v1.Environments." + name);
  }

  public TestEvent event() {
    return TestEvent.published(entry.toString());
  }

  @Override
  public String toString() {
    return entry.toString();
  }

  private TestEntry with(String path, JsonElement value) {
    parent(path).add(key(path), value);
    return this;
  }

  private JsonObject parent(String path) {
    JsonObject parent = entry;
    String[] keys = path.split("\\.", -1);
    for (int i = 0; i < keys.length - 1; i++) {
      if (!parent.has(keys[i])) {
        parent.add(keys[i], new JsonObject());
      }
      parent = parent.getAsJsonObject(keys[i]);
    }
    return parent;
  }

  private static String key(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}

package dev.composeraudit.acceptance.function;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * An entry of Composer's audit log about an environment of the demo's project, to be delivered as a
 * test likes: late, twice, or to another function than the one that is deployed.
 *
 * @param verb {@code Create}, {@code Update} or {@code Delete}
 * @param phase {@code first} or {@code last}
 */
public record TestAuditEntry(
    String insertId, String verb, String phase, String environment, Instant time) {

  /** Delivers it to a function as Eventarc does; the status of the answer. */
  public int deliver(URI function) throws IOException, InterruptedException {
    JsonObject message = new JsonObject();
    message.addProperty("messageId", insertId);
    message.addProperty("data", base64());
    JsonObject envelope = new JsonObject();
    envelope.addProperty("subscription", "projects/p-1/subscriptions/events");
    envelope.add("message", message);
    return EventarcRequest.send(function, insertId, envelope.toString()).statusCode();
  }

  private String base64() {
    return Base64.getEncoder().encodeToString(json().toString().getBytes(StandardCharsets.UTF_8));
  }

  private JsonObject json() {
    return JsonParser.parseString(
            """
            {"logName": "projects/%1$s/logs/cloudaudit.googleapis.com%%2Factivity",
             "insertId": "%2$s", "timestamp": "%3$s", "severity": "NOTICE",
             "resource": {"type": "cloud_composer_environment",
               "labels": {"project_id": "%1$s", "location": "%4$s", "environment_name": "%5$s"}},
             "operation": {"id": "operation-%2$s", "%7$s": true},
             "protoPayload": {"@type": "type.googleapis.com/google.cloud.audit.AuditLog",
               "serviceName": "composer.googleapis.com",
               "methodName":
                 "google.cloud.orchestration.airflow.service.v1.Environments.%6$sEnvironment",
               "resourceName": "projects/%1$s/locations/%4$s/environments/%5$s",
               "authenticationInfo": {"principalEmail": "bob@example.com"}}}
            """
                .formatted(
                    Scenario.PROJECT, insertId, time, Scenario.LOCATION, environment, verb, phase))
        .getAsJsonObject();
  }
}

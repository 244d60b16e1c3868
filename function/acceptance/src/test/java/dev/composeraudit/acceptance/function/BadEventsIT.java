package dev.composeraudit.acceptance.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.EventsTopic;
import dev.composeraudit.acceptance.deployment.FindingsFeed;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.Mailbox;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the packaged function does with events that are not ours, cut short, or not JSON. */
final class BadEventsIT {
  private static Deployment deployment;

  @BeforeAll
  static void deploy() throws Exception {
    deployment = Deployment.start(DeploymentOptions.standard());
  }

  @AfterAll
  static void remove() {
    deployment.close();
  }

  @Test
  void anotherServicesEntryIsRejectedWithTheReasonAndAcknowledged() throws Exception {
    String entry =
        """
        {"logName": "projects/p-1/logs/cloudaudit.googleapis.com%2Factivity",
         "insertId": "other-service", "timestamp": "2026-11-23T10:00:00Z",
         "resource": {"type": "gcs_bucket", "labels": {}},
         "protoPayload": {"@type": "type.googleapis.com/google.cloud.audit.AuditLog",
           "serviceName": "storage.googleapis.com", "methodName": "storage.buckets.create"}}
        """;
    assertThat(post("bad-1", envelope(entry)).statusCode()).isEqualTo(200);
    assertThat(refusal("bad-1").get("reason").getAsString()).contains("storage.googleapis.com");
  }

  @Test
  void aTruncatedEntryIsRejectedWithTheReasonAndAcknowledged() throws Exception {
    assertThat(post("bad-2", envelope("{\"logName\": \"projects/p-1/logs/cl")).statusCode())
        .isEqualTo(200);
    assertThat(refusal("bad-2").get("reason").getAsString()).isNotBlank();
  }

  @Test
  void aMessageThatIsNotJsonIsRejectedWithTheReasonAndAcknowledged() throws Exception {
    assertThat(post("bad-3", envelope("hello")).statusCode()).isEqualTo(200);
    assertThat(refusal("bad-3").get("reason").getAsString()).isNotBlank();
  }

  @Test
  void whatTheFrameworkItselfRejectsIsNotAcknowledged() throws Exception {
    HttpResponse<String> response =
        new Http(deployment.functionUri())
            .send("POST", "/", BodyPublishers.ofString("nonsense"), Map.of());
    assertThat(response.statusCode()).isEqualTo(500);
  }

  @Test
  void aPublishedNonsenseMessageEndsInTheDeadLetterTopicAndNothingElseIsSaid() throws Exception {
    FindingsFeed findings = deployment.findings("bad-events-findings");
    Http pubsub = new Http(deployment.pubsubUri());
    String subscription = "/v1/projects/" + Scenario.PROJECT + "/subscriptions/bad-events-dead";
    pubsub.put(
        subscription,
        JsonParser.parseString(
            "{\"topic\": \"projects/%s/topics/composer-audit-events-dead\"}"
                .formatted(Scenario.PROJECT)));
    EventsTopic.publish(deployment.pubsubUri(), "poison in the well");
    JsonObject event = JsonParser.parseString(awaitMessage(pubsub, subscription)).getAsJsonObject();
    assertThat(Mailbox.data(event.getAsJsonObject("message")))
        .as("the event as it arrived, whole")
        .isEqualTo("poison in the well");
    assertThat(findings.pull()).isEmpty();
  }

  private static String awaitMessage(Http pubsub, String subscription) {
    JsonObject request = new JsonObject();
    request.addProperty("maxMessages", 1);
    JsonObject answer =
        Await.until(
            "a message of " + subscription,
            Duration.ofSeconds(60),
            () -> pubsub.post(subscription + ":pull", request),
            it -> it.has("receivedMessages"));
    JsonObject message =
        answer
            .getAsJsonArray("receivedMessages")
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("message");
    return Mailbox.data(message);
  }

  private static HttpResponse<String> post(String id, String body)
      throws IOException, InterruptedException {
    return EventarcRequest.send(deployment.functionUri(), id, body);
  }

  private static String envelope(String entry) {
    return "{\"subscription\": \"projects/p-1/subscriptions/s\", \"message\": {\"messageId\":"
        + " \"1\", \"data\": \""
        + base64(entry)
        + "\"}}";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The one structured log entry about the refusal of an event. */
  private static JsonObject refusal(String eventId) throws InterruptedException {
    Predicate<String> isIt = line -> line.startsWith("{") && line.contains(eventId);
    List<String> entries = deployment.function().awaitLines(isIt, Duration.ofSeconds(60));
    assertThat(entries).hasSize(1);
    return JsonParser.parseString(entries.get(0)).getAsJsonObject();
  }
}

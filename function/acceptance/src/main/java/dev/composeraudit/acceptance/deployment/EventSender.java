package dev.composeraudit.acceptance.deployment;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Sends events to the function, as Eventarc does. Safe for use by many threads. */
public final class EventSender {
  // Above the function's own budget for an event.
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI function;

  public EventSender(URI function) {
    this.function = function;
  }

  /**
   * Sends a Pub/Sub message's data as a CloudEvent in binary mode.
   *
   * @return whether the event was acknowledged
   */
  public boolean send(String id, String data) throws IOException, InterruptedException {
    JsonObject message = new JsonObject();
    message.addProperty("messageId", id);
    message.addProperty(
        "data", Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)));
    JsonObject body = new JsonObject();
    body.addProperty("subscription", "projects/p-1/subscriptions/s");
    body.add("message", message);
    HttpRequest request =
        HttpRequest.newBuilder(function)
            .timeout(PATIENCE)
            .header("content-type", "application/json")
            .header("ce-specversion", "1.0")
            .header("ce-id", id)
            .header("ce-type", "google.cloud.pubsub.topic.v1.messagePublished")
            .header("ce-source", "//pubsub.googleapis.com/projects/p-1/topics/events")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    return client.send(request, BodyHandlers.discarding()).statusCode() / 100 == 2;
  }
}

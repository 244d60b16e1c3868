package dev.composeraudit.acceptance.function;

import dev.composeraudit.acceptance.deployment.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;

/** Requests to a function as Eventarc sends them, whatever their body is. */
final class EventarcRequest {
  private EventarcRequest() {}

  static HttpResponse<String> send(URI function, String id, String body)
      throws IOException, InterruptedException {
    return new Http(function)
        .send(
            "POST",
            "/",
            BodyPublishers.ofString(body),
            Map.of(
                "content-type", "application/json",
                "ce-specversion", "1.0",
                "ce-id", id,
                "ce-type", "google.cloud.pubsub.topic.v1.messagePublished",
                "ce-source", "//pubsub.googleapis.com/projects/p-1/topics/events"));
  }
}

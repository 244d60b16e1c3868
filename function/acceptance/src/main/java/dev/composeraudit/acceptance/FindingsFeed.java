package dev.composeraudit.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A subscription to the findings topic, pulled over REST. */
final class FindingsFeed {
  private final Http pubsub;
  private final String subscription;

  private FindingsFeed(Http pubsub, String subscription) {
    this.pubsub = pubsub;
    this.subscription = subscription;
  }

  /** Makes a subscription of its own, so that nobody else takes its messages. */
  static FindingsFeed subscribe(URI pubsub, String project, String topic, String subscription)
      throws IOException, InterruptedException {
    Http http = new Http(pubsub);
    String name = "projects/" + project + "/subscriptions/" + subscription;
    JsonObject body = new JsonObject();
    body.addProperty("topic", "projects/" + project + "/topics/" + topic);
    http.put("/v1/" + name, body);
    return new FindingsFeed(http, name);
  }

  /** The findings that are there now, acknowledged; empty if there are none. */
  List<Finding> pull() throws IOException, InterruptedException {
    JsonObject request = new JsonObject();
    request.addProperty("maxMessages", 100);
    request.addProperty("returnImmediately", true);
    JsonObject answer = pubsub.post("/v1/" + subscription + ":pull", request);
    List<Finding> findings = new ArrayList<>();
    JsonArray acknowledged = new JsonArray();
    if (answer.has("receivedMessages")) {
      for (JsonElement element : answer.getAsJsonArray("receivedMessages")) {
        JsonObject received = element.getAsJsonObject();
        findings.add(Finding.of(received.getAsJsonObject("message"), Instant.now()));
        acknowledged.add(received.get("ackId"));
      }
    }
    if (!acknowledged.isEmpty()) {
      JsonObject acknowledge = new JsonObject();
      acknowledge.add("ackIds", acknowledged);
      pubsub.post("/v1/" + subscription + ":acknowledge", acknowledge);
    }
    return findings;
  }
}

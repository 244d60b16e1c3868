package dev.composeraudit.acceptance.deployment;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A subscription of one's own, pulled over REST. */
public final class Mailbox {
  private static final int MOST = 500;

  private final Http pubsub;
  private final String subscription;

  private Mailbox(Http pubsub, String subscription) {
    this.pubsub = pubsub;
    this.subscription = subscription;
  }

  /** Makes a subscription of its own, so that nobody else takes its messages. */
  public static Mailbox subscribe(URI pubsub, String project, String topic, String subscription)
      throws IOException, InterruptedException {
    return filtered(
        pubsub,
        "projects/" + project + "/topics/" + topic,
        "projects/" + project + "/subscriptions/" + subscription,
        "");
  }

  /**
   * Makes a subscription in any project.
   *
   * @param topic its resource name
   * @param name the resource name of the subscription
   * @param filter what is delivered, in Pub/Sub's syntax; blank = everything
   */
  public static Mailbox filtered(URI pubsub, String topic, String name, String filter)
      throws IOException, InterruptedException {
    Http http = new Http(pubsub);
    JsonObject body = new JsonObject();
    body.addProperty("topic", topic);
    body.addProperty("filter", filter);
    http.put("/v1/" + name, body);
    return new Mailbox(http, name);
  }

  /** The data of a message, which is base64 of UTF-8. */
  public static String data(JsonObject message) {
    byte[] data = Base64.getDecoder().decode(message.get("data").getAsString());
    return new String(data, StandardCharsets.UTF_8);
  }

  /** The messages that are there now, acknowledged; empty if there are none. */
  public List<JsonObject> take() throws IOException, InterruptedException {
    JsonObject request = new JsonObject();
    request.addProperty("maxMessages", MOST);
    request.addProperty("returnImmediately", true);
    JsonObject answer = pubsub.post("/v1/" + subscription + ":pull", request);
    List<JsonObject> messages = new ArrayList<>();
    JsonArray acknowledged = new JsonArray();
    if (answer.has("receivedMessages")) {
      for (JsonElement element : answer.getAsJsonArray("receivedMessages")) {
        JsonObject received = element.getAsJsonObject();
        messages.add(received.getAsJsonObject("message"));
        acknowledged.add(received.get("ackId"));
      }
    }
    if (!acknowledged.isEmpty()) {
      JsonObject acknowledge = new JsonObject();
      acknowledge.add("ackIds", acknowledged);
      pubsub.post("/v1/" + subscription + ":acknowledge", acknowledge);
    }
    return messages;
  }
}

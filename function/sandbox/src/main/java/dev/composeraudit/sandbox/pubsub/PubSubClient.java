package dev.composeraudit.sandbox.pubsub;

import com.google.gson.JsonObject;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import dev.composeraudit.sandbox.api.RestJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** Pub/Sub as the sandbox's other parts use it, over REST: its own or the Cloud SDK's emulator. */
public final class PubSubClient {
  private static final int HTTP_CONFLICT = 409;

  private final HttpClient http;
  private final URI endpoint;

  public PubSubClient(HttpClient http, URI endpoint) {
    this.http = http;
    this.endpoint = endpoint;
  }

  public URI endpoint() {
    return endpoint;
  }

  /** Makes a topic, unless it is there already. */
  public void createTopic(String name) {
    send("PUT", name, Topic.newBuilder().setName(name).build());
  }

  /**
   * Makes the subscription that Eventarc delivers from, unless it is there already.
   *
   * @param attempts after so many the message goes to the dead-letter topic
   * @param longest the longest time between two attempts, in seconds
   */
  public void createSubscription(
      String name, String topic, String deadLetters, int attempts, int longest) {
    send(
        "PUT",
        name,
        Subscription.newBuilder()
            .setName(name)
            .setTopic(topic)
            .setAckDeadlineSeconds(60)
            .setRetryPolicy(
                RetryPolicy.newBuilder()
                    .setMinimumBackoff(Duration.newBuilder().setNanos(250_000_000))
                    .setMaximumBackoff(Duration.newBuilder().setSeconds(longest)))
            .setDeadLetterPolicy(
                DeadLetterPolicy.newBuilder()
                    .setDeadLetterTopic(deadLetters)
                    .setMaxDeliveryAttempts(attempts))
            .build());
  }

  public void publish(String topic, PubsubMessage message) {
    send(
        "POST",
        topic + ":publish",
        PublishRequest.newBuilder().setTopic(topic).addMessages(message).build());
  }

  /** Takes what is there, waiting a little where nothing is. */
  List<ReceivedMessage> pull(String subscription, int most) {
    JsonObject answer =
        send(
            "POST",
            subscription + ":pull",
            PullRequest.newBuilder().setSubscription(subscription).setMaxMessages(most).build());
    return RestJson.merge(answer, PullResponse.newBuilder()).getReceivedMessagesList();
  }

  void acknowledge(String subscription, String ackId) {
    send(
        "POST",
        subscription + ":acknowledge",
        AcknowledgeRequest.newBuilder().setSubscription(subscription).addAckIds(ackId).build());
  }

  /** Gives a message back, to be delivered again. */
  void refuse(String subscription, String ackId) {
    send(
        "POST",
        subscription + ":modifyAckDeadline",
        ModifyAckDeadlineRequest.newBuilder()
            .setSubscription(subscription)
            .addAckIds(ackId)
            .build());
  }

  private JsonObject send(String method, String path, Message body) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/v1/" + path))
            .header("content-type", "application/json")
            .timeout(java.time.Duration.ofSeconds(90))
            .method(method, HttpRequest.BodyPublishers.ofString(RestJson.json(body).toString()))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200 && response.statusCode() != HTTP_CONFLICT) {
        throw new IOException(
            "%s %s: %d %s".formatted(method, path, response.statusCode(), response.body()));
      }
      return com.google.gson.JsonParser.parseString(response.body()).getAsJsonObject();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }
}

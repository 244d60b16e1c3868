package dev.composeraudit.sandbox.pubsub;

import com.google.gson.JsonObject;
import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import dev.composeraudit.sandbox.api.RestJson;
import dev.composeraudit.sandbox.api.Threads;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A trigger: pulls from a subscription, sends each message to the function as a CloudEvent in
 * binary mode, acknowledges it on 2xx, and gives it back otherwise, so that Pub/Sub sends it again.
 */
public final class Eventarc implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(Eventarc.class.getName());

  /** To each function; more would wait for a free thread of the machine anyway. */
  private static final int IN_FLIGHT = 16;

  // Below the ack deadline, so that nothing is delivered twice only because it is slow.
  private static final Duration TIMEOUT = Duration.ofSeconds(55);

  /** How long an event waits for an instance to start. */
  private static final Duration START = Duration.ofSeconds(10);

  private static final Duration AFTER_TROUBLE = Duration.ofMillis(200);

  private final PubSubClient pubsub;
  private final HttpClient http;
  private final String topic;
  private final String subscription;
  private final List<URI> functions;
  private final Deliveries deliveries;
  private final AtomicInteger turn = new AtomicInteger();
  private final Semaphore free;
  private final ExecutorService puller =
      Executors.newSingleThreadExecutor(Threads.daemons("eventarc-pull"));
  private final ExecutorService senders;

  /**
   * @param functions instances of one function; each gets its share
   */
  public Eventarc(
      PubSubClient pubsub,
      HttpClient http,
      String topic,
      String subscription,
      List<URI> functions,
      Deliveries deliveries) {
    this.pubsub = pubsub;
    this.http = http;
    this.topic = topic;
    this.subscription = subscription;
    this.functions = List.copyOf(functions);
    this.deliveries = deliveries;
    int most = IN_FLIGHT * functions.size();
    this.free = new Semaphore(most);
    this.senders = Executors.newFixedThreadPool(most, Threads.daemons("eventarc-send"));
  }

  public void start() {
    puller.execute(this::pull);
  }

  @Override
  public void close() {
    puller.shutdownNow();
    senders.shutdownNow();
  }

  private void pull() {
    try {
      while (!Thread.interrupted()) {
        free.acquire();
        free.release();
        pullOnce();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void pullOnce() throws InterruptedException {
    List<ReceivedMessage> messages;
    try {
      messages = pubsub.pull(subscription, Math.max(1, free.availablePermits()));
    } catch (RuntimeException trouble) {
      LOGGER.log(Level.WARNING, "pulling from {0}: {1}", subscription, trouble.getMessage());
      Thread.sleep(AFTER_TROUBLE.toMillis());
      return;
    }
    for (ReceivedMessage message : messages) {
      free.acquire();
      senders.execute(() -> deliver(message));
    }
  }

  private void deliver(ReceivedMessage message) {
    deliveries.begin();
    try {
      boolean good = sendToOne(message) / 100 == 2;
      deliveries.end(good);
      if (good) {
        pubsub.acknowledge(subscription, message.getAckId());
      } else {
        pubsub.refuse(subscription, message.getAckId());
      }
    } catch (IOException noAnswer) {
      deliveries.endWithoutAnswer();
      pubsub.refuse(subscription, message.getAckId());
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } finally {
      free.release();
    }
  }

  /**
   * An instance that is not there is passed over, as the platform does; where none is, the event
   * waits for one to start.
   */
  private int sendToOne(ReceivedMessage received) throws IOException, InterruptedException {
    int first = Math.floorMod(turn.getAndIncrement(), functions.size());
    long end = System.nanoTime() + START.toNanos();
    for (int i = 0; ; i++) {
      try {
        return send(received, functions.get((first + i) % functions.size()));
      } catch (ConnectException notThere) {
        if (System.nanoTime() > end) {
          throw notThere;
        }
        if (i % functions.size() == functions.size() - 1) {
          Thread.sleep(AFTER_TROUBLE.toMillis());
        }
      }
    }
  }

  private int send(ReceivedMessage received, URI function)
      throws IOException, InterruptedException {
    PubsubMessage message = received.getMessage();
    HttpRequest request =
        HttpRequest.newBuilder(function)
            .timeout(TIMEOUT)
            .header("content-type", "application/json")
            .header("ce-specversion", "1.0")
            .header("ce-id", message.getMessageId())
            .header("ce-source", "//pubsub.googleapis.com/" + topic)
            .header("ce-type", "google.cloud.pubsub.topic.v1.messagePublished")
            .header("ce-time", Timestamps.toString(message.getPublishTime()))
            .POST(HttpRequest.BodyPublishers.ofString(body(received).toString()))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** Some of it twice, as the real one sends it. */
  private JsonObject body(ReceivedMessage received) {
    JsonObject message = RestJson.json(received.getMessage());
    message.add("message_id", message.get("messageId"));
    message.add("publish_time", message.get("publishTime"));
    JsonObject body = new JsonObject();
    body.addProperty("subscription", subscription);
    body.add("message", message);
    if (received.getDeliveryAttempt() > 0) {
      body.addProperty("deliveryAttempt", received.getDeliveryAttempt());
    }
    return body;
  }
}

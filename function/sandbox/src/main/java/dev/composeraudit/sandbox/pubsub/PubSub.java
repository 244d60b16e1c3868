package dev.composeraudit.sandbox.pubsub;

import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pub/Sub in memory: topics and subscriptions with filters and at-least-once delivery. Schemas and
 * ordering are not there. Safe for use by many threads.
 */
public final class PubSub {
  private final Clock clock;
  private final Map<String, Topic> topics = new TreeMap<>();
  private final Map<String, MessageQueue> queues = new TreeMap<>();
  private final AtomicLong messages = new AtomicLong();

  public PubSub(Clock clock) {
    this.clock = clock;
  }

  public synchronized Topic create(Topic topic) {
    if (topics.putIfAbsent(topic.getName(), topic) != null) {
      throw alreadyExists(topic.getName());
    }
    return topic;
  }

  public synchronized Topic topic(String name) {
    Topic topic = topics.get(name);
    if (topic == null) {
      throw notFound(name);
    }
    return topic;
  }

  public synchronized List<Topic> topics() {
    return List.copyOf(topics.values());
  }

  synchronized void deleteTopic(String name) {
    topic(name);
    topics.remove(name);
  }

  public synchronized Subscription create(Subscription subscription) {
    topic(subscription.getTopic());
    MessageQueue queue = new MessageQueue(subscription, clock, this::republish);
    if (queues.putIfAbsent(subscription.getName(), queue) != null) {
      throw alreadyExists(subscription.getName());
    }
    return subscription;
  }

  public synchronized MessageQueue queue(String subscription) {
    MessageQueue queue = queues.get(subscription);
    if (queue == null) {
      throw notFound(subscription);
    }
    return queue;
  }

  synchronized List<Subscription> subscriptions() {
    return queues.values().stream().map(MessageQueue::subscription).toList();
  }

  synchronized void deleteSubscription(String name) {
    queue(name);
    queues.remove(name);
  }

  /** Publishes; gives the messages' ids. More than Pub/Sub takes in one request is refused. */
  public List<String> publish(String topic, List<PubsubMessage> published) {
    PublishLimits.check(published);
    return deliver(topic, published);
  }

  private List<String> deliver(String topic, List<PubsubMessage> published) {
    List<MessageQueue> receivers = receivers(topic);
    List<String> ids = new ArrayList<>();
    for (PubsubMessage message : published) {
      PubsubMessage stamped =
          message.toBuilder()
              .setMessageId(Long.toString(messages.incrementAndGet()))
              .setPublishTime(Timestamps.fromMillis(clock.millis()))
              .build();
      receivers.forEach(queue -> queue.add(stamped));
      ids.add(stamped.getMessageId());
    }
    return ids;
  }

  private synchronized List<MessageQueue> receivers(String topic) {
    topic(topic);
    return queues.values().stream()
        .filter(queue -> queue.subscription().getTopic().equals(topic))
        .toList();
  }

  /** A dead letter whose topic is gone is lost, as it is with the real one. */
  private void republish(String topic, PubsubMessage message) {
    if (topics().stream().anyMatch(it -> it.getName().equals(topic))) {
      deliver(topic, List.of(message));
    }
  }

  private static StatusRuntimeException notFound(String name) {
    return Status.NOT_FOUND
        .withDescription("Resource not found (resource=" + lastPart(name) + ").")
        .asRuntimeException();
  }

  private static StatusRuntimeException alreadyExists(String name) {
    return Status.ALREADY_EXISTS
        .withDescription(
            "Resource already exists in the project (resource=" + lastPart(name) + ").")
        .asRuntimeException();
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}

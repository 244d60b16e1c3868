package dev.composeraudit.sandbox.pubsub;

import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.Subscription;
import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * The messages that a subscription still has to deliver, at least once. A message that is not
 * acknowledged in time, or nacked, is delivered again after the retry policy's backoff, and goes to
 * the dead-letter topic after its last attempt. Safe for use by many threads.
 */
public final class MessageQueue {
  private static final Duration MINIMUM_ACK_DEADLINE = Duration.ofSeconds(10);

  private final Subscription subscription;
  private final Predicate<Map<String, String>> filter;
  private final Clock clock;
  private final BiConsumer<String, PubsubMessage> republish;
  private final List<Waiting> waiting = new ArrayList<>();
  private final Map<String, Outstanding> outstanding = new HashMap<>();

  /** A message that waits for its next attempt. */
  private record Waiting(PubsubMessage message, int attempt, Instant notBefore) {}

  /** A message that was delivered and is not acknowledged. */
  private record Outstanding(Waiting delivery, Instant ackDeadline) {}

  /**
   * @param republish takes a dead letter: topic and message
   * @throws StatusRuntimeException INVALID_ARGUMENT if the subscription's filter is malformed
   */
  MessageQueue(
      Subscription subscription, Clock clock, BiConsumer<String, PubsubMessage> republish) {
    this.subscription = subscription;
    this.filter = MessageFilter.of(subscription.getFilter());
    this.clock = clock;
    this.republish = republish;
  }

  Subscription subscription() {
    return subscription;
  }

  /** Takes a message; one that the filter does not let through counts as acknowledged. */
  synchronized void add(PubsubMessage message) {
    if (!filter.test(message.getAttributesMap())) {
      return;
    }
    waiting.add(new Waiting(message, 1, clock.instant()));
    notifyAll();
  }

  /**
   * Takes the messages that may be delivered now. If there are none, waits for one.
   *
   * @param max how many messages at most
   * @return empty if nothing came in time
   */
  synchronized List<ReceivedMessage> take(int max, Duration timeout) throws InterruptedException {
    Instant end = clock.instant().plus(timeout);
    List<ReceivedMessage> taken = takeNow(max);
    while (taken.isEmpty() && clock.instant().isBefore(end)) {
      wait(millisUntil(nextDueTime(end)));
      taken = takeNow(max);
    }
    return taken;
  }

  /** How many messages are not acknowledged yet. */
  public synchronized int backlog() {
    return waiting.size() + outstanding.size();
  }

  synchronized void acknowledge(List<String> ackIds) {
    ackIds.forEach(outstanding::remove);
  }

  /** Changes the acknowledgement deadline of messages. A deadline of zero is a nack. */
  synchronized void extend(List<String> ackIds, Duration deadline) {
    for (String ackId : ackIds) {
      Outstanding held = outstanding.get(ackId);
      if (held != null && deadline.isZero()) {
        outstanding.remove(ackId);
        giveBack(held.delivery());
      } else if (held != null) {
        outstanding.put(ackId, new Outstanding(held.delivery(), clock.instant().plus(deadline)));
      }
    }
    notifyAll();
  }

  private List<ReceivedMessage> takeNow(int max) {
    Instant now = clock.instant();
    expire(now);
    List<ReceivedMessage> taken = new ArrayList<>();
    for (Waiting next : List.copyOf(waiting)) {
      if (taken.size() < max && !next.notBefore().isAfter(now)) {
        waiting.remove(next);
        String ackId = UUID.randomUUID().toString();
        outstanding.put(ackId, new Outstanding(next, now.plus(ackDeadlineLength())));
        taken.add(received(next, ackId));
      }
    }
    return taken;
  }

  private ReceivedMessage received(Waiting next, String ackId) {
    ReceivedMessage.Builder received =
        ReceivedMessage.newBuilder().setAckId(ackId).setMessage(next.message());
    // Pub/Sub counts attempts only with a dead-letter policy.
    if (subscription.hasDeadLetterPolicy()) {
      received.setDeliveryAttempt(next.attempt());
    }
    return received.build();
  }

  private void expire(Instant now) {
    for (Map.Entry<String, Outstanding> entry : Map.copyOf(outstanding).entrySet()) {
      if (!entry.getValue().ackDeadline().isAfter(now)) {
        outstanding.remove(entry.getKey());
        giveBack(entry.getValue().delivery());
      }
    }
  }

  /** Queues a message again after the backoff; after its last attempt it is a dead letter. */
  private void giveBack(Waiting delivery) {
    int maxAttempts = subscription.getDeadLetterPolicy().getMaxDeliveryAttempts();
    if (subscription.hasDeadLetterPolicy() && delivery.attempt() >= maxAttempts) {
      republish.accept(
          subscription.getDeadLetterPolicy().getDeadLetterTopic(), deadLetter(delivery));
      return;
    }
    waiting.add(
        new Waiting(
            delivery.message(),
            delivery.attempt() + 1,
            clock.instant().plus(backoff(delivery.attempt()))));
  }

  private PubsubMessage deadLetter(Waiting delivery) {
    String name = subscription.getName();
    return delivery.message().toBuilder()
        .putAttributes(
            "CloudPubSubDeadLetterSourceDeliveryCount", Integer.toString(delivery.attempt()))
        .putAttributes(
            "CloudPubSubDeadLetterSourceSubscription", name.substring(name.lastIndexOf('/') + 1))
        .putAttributes("CloudPubSubDeadLetterSourceSubscriptionProject", name.split("/", -1)[1])
        .putAttributes(
            "CloudPubSubDeadLetterSourceTopicPublishTime",
            Timestamps.toString(delivery.message().getPublishTime()))
        .build();
  }

  /** Doubles with each attempt, from the policy's minimum to its maximum. */
  private Duration backoff(int attempt) {
    if (!subscription.hasRetryPolicy()) {
      return Duration.ZERO;
    }
    Duration min = duration(subscription.getRetryPolicy().getMinimumBackoff());
    Duration max = duration(subscription.getRetryPolicy().getMaximumBackoff());
    Duration doubled = min.multipliedBy(1L << Math.min(attempt - 1, 20));
    return doubled.compareTo(max) < 0 ? doubled : max;
  }

  private Duration ackDeadlineLength() {
    return subscription.getAckDeadlineSeconds() == 0
        ? MINIMUM_ACK_DEADLINE
        : Duration.ofSeconds(subscription.getAckDeadlineSeconds());
  }

  /** When a message becomes due or its deadline ends, at the latest the given end. */
  private Instant nextDueTime(Instant end) {
    Optional<Instant> next =
        waiting.stream().map(Waiting::notBefore).min(Comparator.naturalOrder());
    Optional<Instant> expiry =
        outstanding.values().stream().map(Outstanding::ackDeadline).min(Comparator.naturalOrder());
    Instant earliest = next.filter(it -> it.isBefore(end)).orElse(end);
    return expiry.filter(it -> it.isBefore(earliest)).orElse(earliest);
  }

  /** At least one: a wait for zero would be one for ever. */
  private long millisUntil(Instant time) {
    return Math.max(1, Duration.between(clock.instant(), time).toMillis() + 1);
  }

  private static Duration duration(com.google.protobuf.Duration duration) {
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }
}

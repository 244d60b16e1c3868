package dev.composeraudit.sandbox.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** At-least-once delivery, by a clock that moves when told to. */
final class MessageQueueTest {
  private final ManualClock clock = new ManualClock();
  private final List<String> dead = new ArrayList<>();

  @Test
  void whatIsAcknowledgedDoesNotComeAgain() throws Exception {
    MessageQueue queue = queue(subscription());
    queue.add(message("one"));
    queue.acknowledge(List.of(take(queue).get(0).getAckId()));
    clock.advance(Duration.ofMinutes(10));
    assertThat(take(queue)).isEmpty();
  }

  @Test
  void whatIsNotAcknowledgedInTimeComesAgain() throws Exception {
    MessageQueue queue = queue(subscription().setAckDeadlineSeconds(20));
    queue.add(message("one"));
    assertThat(take(queue)).hasSize(1);
    clock.advance(Duration.ofSeconds(19));
    assertThat(take(queue)).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(take(queue)).extracting(it -> it.getMessage().getData()).hasSize(1);
  }

  @Test
  void anExtendedDeadlineHolds() throws Exception {
    MessageQueue queue = queue(subscription());
    queue.add(message("one"));
    queue.extend(List.of(take(queue).get(0).getAckId()), Duration.ofSeconds(60));
    clock.advance(Duration.ofSeconds(59));
    assertThat(take(queue)).isEmpty();
  }

  @Test
  void whatIsGivenBackComesAfterABackoffThatDoubles() throws Exception {
    MessageQueue queue = queue(subscription().setRetryPolicy(backoff(1, 3)));
    queue.add(message("one"));
    for (int seconds : List.of(1, 2, 3, 3)) {
      giveBack(queue);
      clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(take(queue)).isEmpty();
      clock.advance(Duration.ofMillis(1));
    }
    assertThat(take(queue)).hasSize(1);
  }

  @Test
  void afterItsLastAttemptAMessageIsADeadLetter() throws Exception {
    MessageQueue queue =
        queue(
            subscription()
                .setDeadLetterPolicy(
                    DeadLetterPolicy.newBuilder()
                        .setDeadLetterTopic("projects/p/topics/dead")
                        .setMaxDeliveryAttempts(2)));
    queue.add(message("poison"));
    assertThat(giveBack(queue).getDeliveryAttempt()).isEqualTo(1);
    assertThat(dead).isEmpty();
    assertThat(giveBack(queue).getDeliveryAttempt()).isEqualTo(2);
    assertThat(dead).containsExactly("projects/p/topics/dead: poison after 2 from s");
    assertThat(take(queue)).isEmpty();
  }

  private MessageQueue queue(Subscription.Builder subscription) {
    return new MessageQueue(
        subscription.build(),
        clock,
        (topic, message) ->
            dead.add(
                "%s: %s after %s from %s"
                    .formatted(
                        topic,
                        message.getData().toStringUtf8(),
                        message.getAttributesOrThrow("CloudPubSubDeadLetterSourceDeliveryCount"),
                        message.getAttributesOrThrow("CloudPubSubDeadLetterSourceSubscription"))));
  }

  private static ReceivedMessage giveBack(MessageQueue queue) throws InterruptedException {
    ReceivedMessage taken = take(queue).get(0);
    queue.extend(List.of(taken.getAckId()), Duration.ZERO);
    return taken;
  }

  private static List<ReceivedMessage> take(MessageQueue queue) throws InterruptedException {
    return queue.take(10, Duration.ZERO);
  }

  private static Subscription.Builder subscription() {
    return Subscription.newBuilder().setName("projects/p/subscriptions/s");
  }

  private static RetryPolicy backoff(int least, int most) {
    return RetryPolicy.newBuilder()
        .setMinimumBackoff(com.google.protobuf.Duration.newBuilder().setSeconds(least))
        .setMaximumBackoff(com.google.protobuf.Duration.newBuilder().setSeconds(most))
        .build();
  }

  private static PubsubMessage message(String text) {
    return PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8(text)).build();
  }

  private static final class ManualClock extends Clock {
    private Instant now = Instant.parse("2026-11-24T00:00:00Z");

    void advance(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}

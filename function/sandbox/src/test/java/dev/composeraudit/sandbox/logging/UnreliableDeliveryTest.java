package dev.composeraudit.sandbox.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnreliableDeliveryTest {
  private static final int MANY = 200;
  private static final List<String> SENT =
      IntStream.range(0, MANY).mapToObj(Integer::toString).toList();

  private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
  private final UnreliableDelivery disorder =
      new UnreliableDelivery(message -> arrived.add(message.getData().toStringUtf8()));

  @Test
  void untilSomebodyRequestsItThereIsNone() {
    sendAll();

    assertThat(arrived).containsExactlyElementsOf(SENT);
  }

  @Test
  void someMessagesComeTwice() {
    disorder.set(new UnreliableDelivery.Settings(0.5, 0, Duration.ZERO, 1));
    sendAll();

    assertThat(arrived).containsAll(SENT).hasSizeBetween(MANY + MANY / 4, MANY + MANY * 3 / 4);
  }

  @Test
  void someMessagesAreOvertaken() throws InterruptedException {
    disorder.set(new UnreliableDelivery.Settings(0, 0.5, Duration.ofMillis(50), 1));
    sendAll();
    List<String> inOrder = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      inOrder.add(arrived.poll(10, TimeUnit.SECONDS));
    }

    assertThat(inOrder).containsExactlyInAnyOrderElementsOf(SENT).isNotEqualTo(SENT);
  }

  private void sendAll() {
    SENT.forEach(
        text ->
            disorder.send(
                PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8(text)).build()));
  }
}

package dev.composeraudit.sandbox.logging;

import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.sandbox.api.Threads;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Sends messages to a topic: some twice, some late, so that others overtake them. Until somebody
 * asks for that, each is sent once, at once. Safe for use by many threads.
 */
public final class UnreliableDelivery implements AutoCloseable {
  private final Consumer<PubsubMessage> topic;
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(2, Threads.daemons("late-messages"));
  private final AtomicInteger held = new AtomicInteger();
  private volatile Settings settings = new Settings(0, 0, Duration.ZERO, 0);
  private volatile Random random = new Random(0);

  /**
   * How many messages are sent twice or late.
   *
   * @param duplicates the share of messages that are sent twice, 0 to 1
   * @param late the share of messages that are held back
   * @param most how long at most
   * @param seed of the choice of messages
   */
  public record Settings(double duplicates, double late, Duration most, long seed) {}

  public UnreliableDelivery(Consumer<PubsubMessage> topic) {
    this.topic = topic;
  }

  public void set(Settings wanted) {
    random = new Random(wanted.seed());
    settings = wanted;
  }

  public void send(PubsubMessage message) {
    sendOnce(message);
    if (random.nextDouble() < settings.duplicates()) {
      sendOnce(message);
    }
  }

  /** How many messages are still held back. */
  public int held() {
    return held.get();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void sendOnce(PubsubMessage message) {
    if (random.nextDouble() >= settings.late()) {
      topic.accept(message);
      return;
    }
    held.incrementAndGet();
    ScheduledFuture<?> unused =
        timer.schedule(
            () -> {
              try {
                topic.accept(message);
              } finally {
                held.decrementAndGet();
              }
            },
            (long) (random.nextDouble() * settings.most().toMillis()),
            TimeUnit.MILLISECONDS);
  }
}

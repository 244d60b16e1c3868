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
 * What becomes of messages on their way to a topic: some are sent twice, some late, so that others
 * overtake them. Until somebody asks for that, each is sent once, at once. Safe for use by many
 * threads.
 */
public final class Disorder implements AutoCloseable {
  private final Consumer<PubsubMessage> topic;
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(2, Threads.daemons("disorder"));
  private final AtomicInteger held = new AtomicInteger();
  private volatile Measure measure = new Measure(0, 0, Duration.ZERO, 0);
  private volatile Random random = new Random(0);

  /**
   * How much disorder there is.
   *
   * @param duplicates the share of messages that are sent twice, 0 to 1
   * @param late the share of messages that are held back
   * @param most how long at most
   * @param seed of what decides
   */
  public record Measure(double duplicates, double late, Duration most, long seed) {}

  public Disorder(Consumer<PubsubMessage> topic) {
    this.topic = topic;
  }

  public void set(Measure wanted) {
    random = new Random(wanted.seed());
    measure = wanted;
  }

  public void send(PubsubMessage message) {
    sendOnce(message);
    if (random.nextDouble() < measure.duplicates()) {
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
    if (random.nextDouble() >= measure.late()) {
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
            (long) (random.nextDouble() * measure.most().toMillis()),
            TimeUnit.MILLISECONDS);
  }
}

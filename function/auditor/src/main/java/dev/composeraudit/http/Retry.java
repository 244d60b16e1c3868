package dev.composeraudit.http;

import com.google.api.core.ApiClock;
import com.google.api.gax.retrying.BasicResultRetryAlgorithm;
import com.google.api.gax.retrying.DirectRetryingExecutor;
import com.google.api.gax.retrying.ExponentialRetryAlgorithm;
import com.google.api.gax.retrying.RetryAlgorithm;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.retrying.RetryingFuture;
import dev.composeraudit.document.Excerpt;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tries again what failed for a moment: exponential backoff with full jitter, at most five
 * attempts, never past the deadline. The machinery is gax's; clock and sleep are given.
 */
public final class Retry {
  private static final RetrySettings SETTINGS =
      RetrySettings.newBuilder()
          .setInitialRetryDelayDuration(Duration.ofMillis(250))
          .setRetryDelayMultiplier(2)
          .setMaxRetryDelayDuration(Duration.ofSeconds(4))
          .setMaxAttempts(5)
          .setInitialRpcTimeoutDuration(HttpSender.CALL_TIMEOUT)
          .setMaxRpcTimeoutDuration(HttpSender.CALL_TIMEOUT)
          .build();

  private final Sleeper sleeper;

  public Retry(Sleeper sleeper) {
    this.sleeper = sleeper;
  }

  /** Something that may fail for a moment; it says so by an IOException. */
  @FunctionalInterface
  public interface Attempt<T> {
    public T run(Duration timeout) throws IOException, InterruptedException;
  }

  /**
   * Runs attempts until one ends otherwise than by an IOException.
   *
   * @param what for the message, as in {@code reading cluster projects/…}
   * @throws TransientException if the last attempt did, or there is no time for a first one
   */
  public <T> T run(String what, Deadline deadline, Attempt<T> attempt) throws TransientException {
    Duration left = deadline.remaining();
    if (left.toMillis() == 0) {
      throw new TransientException(what + ": no time left for it", null);
    }
    RetrySettings settings = SETTINGS.toBuilder().setTotalTimeoutDuration(left).build();
    Executor<T> executor = new Executor<>(settings, deadline.clock(), sleeper);
    RetryingFuture<T> future =
        executor.createFuture(() -> attempt.run(deadline.atMost(HttpSender.CALL_TIMEOUT)));
    try {
      return executor.submit(future).get();
    } catch (ExecutionException failed) {
      throw trouble(what, failed.getCause());
    } catch (InterruptedException interrupted) {
      throw trouble(what, interrupted);
    }
  }

  private static TransientException trouble(String what, @Nullable Throwable cause) {
    if (cause instanceof RuntimeException bug) {
      throw bug;
    }
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return new TransientException(what + ": interrupted", cause);
    }
    return new TransientException(what + ": " + describe(cause), cause);
  }

  /** What happened, in one line: some of the JDK's exceptions have no message. */
  public static String describe(@Nullable Throwable cause) {
    if (cause instanceof TransientStatusException status) {
      return String.valueOf(status.getMessage());
    }
    if (cause == null || cause.getMessage() == null) {
      return cause == null ? "unknown trouble" : cause.getClass().getSimpleName();
    }
    return cause.getClass().getSimpleName() + ": " + Excerpt.of(cause.getMessage());
  }

  /** gax's executor in this thread, with our clock and our sleep. */
  private static final class Executor<T> extends DirectRetryingExecutor<T> {
    private final Sleeper sleeper;

    Executor(RetrySettings settings, Clock clock, Sleeper sleeper) {
      super(
          new RetryAlgorithm<>(
              new OnTrouble<>(), new ExponentialRetryAlgorithm(settings, new GivenClock(clock))));
      this.sleeper = sleeper;
    }

    @Override
    protected void sleep(Duration delay) throws InterruptedException {
      if (!delay.isZero()) {
        sleeper.sleep(delay);
      }
    }
  }

  /** Retries what may pass: not a bug, not an interrupt, not what fails the same way each time. */
  private static final class OnTrouble<T> extends BasicResultRetryAlgorithm<T> {
    @Override
    public boolean shouldRetry(@Nullable Throwable thrown, @Nullable T response) {
      return thrown instanceof IOException;
    }
  }

  private record GivenClock(Clock clock) implements ApiClock {
    @Override
    public long nanoTime() {
      return TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }

    @Override
    public long millisTime() {
      return clock.millis();
    }
  }
}

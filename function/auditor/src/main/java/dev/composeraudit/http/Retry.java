package dev.composeraudit.http;

import dev.composeraudit.document.Excerpt;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Retries calls after transient failures: exponential backoff with full jitter, a limited number of
 * attempts, never past the deadline.
 */
public final class Retry {
  private static final int ATTEMPTS = 5;
  private static final Duration FIRST_DELAY = Duration.ofMillis(250);
  private static final Duration MAX_DELAY = Duration.ofSeconds(4);

  private final Sleeper sleeper;
  private final int attempts;
  private final Duration firstDelay;

  /** At most five attempts; the first delay is up to 250 ms. */
  public Retry(Sleeper sleeper) {
    this(sleeper, ATTEMPTS, FIRST_DELAY);
  }

  /**
   * @param attempts the most attempts, the first included
   * @param firstDelay the longest first delay; it doubles with each attempt, up to 4 s
   */
  public Retry(Sleeper sleeper, int attempts, Duration firstDelay) {
    this.sleeper = sleeper;
    this.attempts = attempts;
    this.firstDelay = firstDelay;
  }

  /** A call. It throws an IOException if another attempt may succeed. */
  @FunctionalInterface
  public interface Attempt<T> {
    /**
     * Makes the call once.
     *
     * @param timeout the longest that it may take
     */
    T run(Duration timeout) throws IOException, InterruptedException;
  }

  /**
   * Makes attempts until one returns or throws something other than an IOException.
   *
   * @param what for messages, as in {@code reading cluster projects/…}
   * @throws TransientException if the last attempt failed, or no time is left for the first one
   */
  public <T> T run(String what, Deadline deadline, Attempt<T> attempt) throws TransientException {
    if (deadline.remaining().toMillis() == 0) {
      throw new TransientException(what + ": no time left for it", null);
    }
    try {
      return attempts(what, deadline, attempt);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new TransientException(what + ": interrupted", interrupted);
    }
  }

  /**
   * The same for a call with a response. A response with a transient status counts as a failure.
   *
   * @return a response whose status is not transient
   */
  public Response send(String what, Deadline deadline, Attempt<Response> call)
      throws TransientException {
    return run(what, deadline, timeout -> call.run(timeout).requireNotTransient());
  }

  private <T> T attempts(String what, Deadline deadline, Attempt<T> attempt)
      throws TransientException, InterruptedException {
    long maxDelay = firstDelay.toMillis();
    String first = "";
    for (int number = 1; ; number++) {
      IOException failure;
      try {
        return attempt.run(deadline.atMost(BoundedHttpClient.CALL_TIMEOUT));
      } catch (IOException failed) {
        failure = failed;
      }
      String last = describe(failure);
      first = first.isEmpty() ? last : first;
      long delay = ThreadLocalRandom.current().nextLong(maxDelay + 1);
      if (number == attempts || delay >= deadline.remaining().toMillis()) {
        String before = first.equals(last) ? "" : " (the first attempt: " + first + ")";
        throw new TransientException(what + ": " + last + before, failure);
      }
      sleeper.sleep(Duration.ofMillis(delay));
      maxDelay = Math.min(2 * maxDelay, MAX_DELAY.toMillis());
    }
  }

  /** A failure in one line. Some of the JDK's exceptions have no message. */
  static String describe(@Nullable Throwable failure) {
    if (failure instanceof TransientStatusException status) {
      return String.valueOf(status.getMessage());
    }
    if (failure == null || failure.getMessage() == null) {
      return failure == null ? "unknown failure" : failure.getClass().getSimpleName();
    }
    return failure.getClass().getSimpleName() + ": " + Excerpt.of(failure.getMessage());
  }
}

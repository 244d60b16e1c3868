package dev.composeraudit.report.pubsub;

import com.google.api.core.NanoClock;
import com.google.api.gax.retrying.BasicResultRetryAlgorithm;
import com.google.api.gax.retrying.DirectRetryingExecutor;
import com.google.api.gax.retrying.ExponentialRetryAlgorithm;
import com.google.api.gax.retrying.RetryAlgorithm;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.retrying.RetryingFuture;
import com.google.common.base.Throwables;
import dev.composeraudit.http.Deadline;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Calls that are made again for as long as what went wrong may pass, in the caller's thread. */
public final class PublishRetry {
  /** The longest that one attempt may take. */
  private static final Duration ATTEMPT = Duration.ofSeconds(10);

  private PublishRetry() {}

  /**
   * Makes a call until it succeeds, fails for good, or there is no time left.
   *
   * @param total the longest that all attempts may take
   * @param mayPass whether another attempt may not meet this failure
   * @throws ExecutionException with what the last attempt met
   */
  public static <T> T run(
      Callable<T> call, Predicate<Throwable> mayPass, Duration total, Deadline deadline)
      throws ExecutionException, InterruptedException {
    RetrySettings settings =
        RetrySettings.newBuilder()
            .setInitialRetryDelayDuration(Duration.ofMillis(100))
            .setRetryDelayMultiplier(2)
            .setMaxRetryDelayDuration(Duration.ofSeconds(5))
            .setInitialRpcTimeoutDuration(ATTEMPT)
            .setMaxRpcTimeoutDuration(ATTEMPT)
            .setTotalTimeoutDuration(deadline.atMost(total))
            .build();
    DirectRetryingExecutor<T> executor =
        new DirectRetryingExecutor<>(
            new RetryAlgorithm<>(
                new OnTrouble<>(mayPass),
                new ExponentialRetryAlgorithm(settings, NanoClock.getDefaultClock())));
    RetryingFuture<T> attempt = executor.createFuture(call);
    try {
      return executor.submit(attempt).get();
    } catch (ExecutionException failed) {
      // So the executor, and Google's clients in words of their own, say that their waiting ended.
      for (Throwable cause : Throwables.getCausalChain(failed)) {
        if (cause instanceof InterruptedException interrupted) {
          throw interrupted;
        }
      }
      throw failed;
    }
  }

  /**
   * Whether there is no time for a first attempt: to Google's clients, none left means no limit.
   */
  public static boolean isOver(Deadline deadline) {
    return deadline.remaining().toMillis() == 0;
  }

  /** How long the next attempt may take; at least a millisecond, since zero means no limit. */
  public static Duration timeout(Deadline deadline) {
    Duration left = deadline.atMost(ATTEMPT);
    return left.toMillis() == 0 ? Duration.ofMillis(1) : left;
  }

  private static final class OnTrouble<T> extends BasicResultRetryAlgorithm<T> {
    private final Predicate<Throwable> mayPass;

    OnTrouble(Predicate<Throwable> mayPass) {
      this.mayPass = mayPass;
    }

    @Override
    public boolean shouldRetry(@Nullable Throwable failure, @Nullable T response) {
      return failure != null && mayPass.test(failure);
    }
  }
}

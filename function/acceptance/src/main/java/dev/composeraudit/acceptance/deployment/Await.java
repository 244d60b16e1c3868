package dev.composeraudit.acceptance.deployment;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for what other processes do. Nothing else in the tests and campaigns polls. */
public final class Await {
  private static final Duration POLL = Duration.ofMillis(50);

  private Await() {}

  /**
   * Looks, every 50 ms, until what is seen is enough.
   *
   * @param what what is waited for, for the message
   * @return what was seen last
   * @throws ConditionTimeoutException if time runs out; it says what was waited for and what was
   *     seen last
   */
  public static <T> T until(
      String what, Duration timeout, Callable<T> look, Predicate<? super T> isEnough) {
    return every(POLL, what, timeout).until(look, isEnough);
  }

  /** The same, looking as often as this: for what is measured. */
  public static void until(
      String what, Duration timeout, Duration poll, Callable<Boolean> condition) {
    every(poll, what, timeout).until(condition);
  }

  private static ConditionFactory every(Duration poll, String what, Duration timeout) {
    return Awaitility.await(what)
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(poll)
        .atMost(timeout);
  }

  /** The same for something that either is so or is not. */
  public static void until(String what, Duration timeout, Callable<Boolean> condition) {
    until(what, timeout, condition, isSo -> isSo);
  }

  /** Whether something becomes so in time; for those who write down what is wrong and go on. */
  public static boolean comesTrue(String what, Duration timeout, Callable<Boolean> condition) {
    try {
      until(what, timeout, condition);
      return true;
    } catch (ConditionTimeoutException late) {
      return false;
    }
  }
}

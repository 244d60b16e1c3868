package dev.composeraudit.http;

import java.time.Duration;

/** Waits; tests have one that does not. */
@FunctionalInterface
public interface Sleeper {
  /** The real one. */
  Sleeper SYSTEM = duration -> Thread.sleep(duration.toMillis());

  void sleep(Duration duration) throws InterruptedException;

  /**
   * Waits between two calls.
   *
   * @param what for messages, as in {@code reading cluster projects/…}
   * @throws TransientException if the thread is interrupted
   */
  default void pause(Duration duration, String what) throws TransientException {
    try {
      sleep(duration);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new TransientException(what + ": interrupted", interrupted);
    }
  }
}

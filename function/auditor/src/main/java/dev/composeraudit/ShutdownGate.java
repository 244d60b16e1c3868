package dev.composeraudit;

import java.time.Duration;

/**
 * The way out: events are taken until the platform says that this instance ends, then none anymore,
 * while those in flight are let finish, as long as the platform lets us. What is not finished by
 * then is cut off unacknowledged, and delivered again.
 */
final class ShutdownGate {
  /** From SIGTERM to SIGKILL the platform leaves 10 s. */
  static final Duration LIMIT = Duration.ofSeconds(8);

  /** What the framework needs to send an answer once we have returned. */
  private static final Duration ANSWER = Duration.ofMillis(500);

  private final Object lock = new Object();
  private int inFlight;
  private boolean closed;

  /** This instance takes no events anymore; another one will. */
  static final class ClosedException extends Exception {
    private static final long serialVersionUID = 1L;

    private ClosedException() {
      super("this instance is shutting down");
    }
  }

  /**
   * Takes an event; {@link #leave} has to follow.
   *
   * @throws ClosedException if none are taken anymore
   */
  void enter() throws ClosedException {
    synchronized (lock) {
      if (closed) {
        throw new ClosedException();
      }
      inFlight++;
    }
  }

  /** One event less. */
  void leave() {
    synchronized (lock) {
      inFlight--;
      lock.notifyAll();
    }
  }

  /** Takes no more, and waits until nothing is in flight, or for so long; true if nothing is. */
  boolean close(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (lock) {
      closed = true;
      long left = limit.toNanos();
      while (inFlight > 0 && left > 0) {
        lock.wait(left / 1_000_000, (int) (left % 1_000_000));
        left = end - System.nanoTime();
      }
      return inFlight == 0;
    }
  }

  /** What the platform's signal starts. */
  Thread hook() {
    return new Thread(
        () -> {
          try {
            if (close(LIMIT)) {
              Thread.sleep(ANSWER.toMillis());
            }
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
        },
        "shutdown");
  }
}

package dev.composeraudit.fetch.kubernetes;

import dev.composeraudit.subject.ClusterName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets two events at a time read from one control plane, so that a slow one holds up no more of
 * this instance. Safe for use by many threads.
 */
final class ControlPlaneTurns {
  static final int AT_ONCE = 2;

  private final Map<ClusterName, Place> places = new HashMap<>();

  /** The turns of one control plane, and how many threads have or want one. */
  private static final class Place {
    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private int users;
  }

  /** A turn; to close it lets the next one in. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /** There was no turn within the time. */
  static final class NoTurnException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Waits for a turn.
   *
   * @throws NoTurnException if there was none within the time
   */
  Turn await(ClusterName cluster, Duration longest) throws NoTurnException, InterruptedException {
    Place place = enter(cluster);
    boolean admitted = false;
    try {
      admitted = place.turns.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      if (!admitted) {
        leave(cluster, place);
      }
    }
    if (!admitted) {
      throw new NoTurnException();
    }
    return () -> {
      place.turns.release();
      leave(cluster, place);
    };
  }

  private synchronized Place enter(ClusterName cluster) {
    Place place = places.computeIfAbsent(cluster, unused -> new Place());
    place.users++;
    return place;
  }

  private synchronized void leave(ClusterName cluster, Place place) {
    place.users--;
    if (place.users == 0) {
      places.remove(cluster);
    }
  }

  synchronized int remembered() {
    return places.size();
  }
}

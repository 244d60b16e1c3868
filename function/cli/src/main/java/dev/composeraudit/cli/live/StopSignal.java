package dev.composeraudit.cli.live;

import java.util.ArrayList;
import java.util.List;

/** Signals the work in progress that the user wants it to end. Safe for use by many threads. */
public final class StopSignal {
  private final List<Runnable> listeners = new ArrayList<>();
  private boolean given;

  /** Whether it was given. */
  public synchronized boolean isGiven() {
    return given;
  }

  /** Gives it, once and for all. */
  public void give() {
    List<Runnable> all;
    synchronized (this) {
      given = true;
      all = List.copyOf(listeners);
    }
    all.forEach(Runnable::run);
  }

  /** Runs this when the signal is given; at once if it was given already. */
  void whenGiven(Runnable listener) {
    boolean late;
    synchronized (this) {
      listeners.add(listener);
      late = given;
    }
    if (late) {
      listener.run();
    }
  }
}

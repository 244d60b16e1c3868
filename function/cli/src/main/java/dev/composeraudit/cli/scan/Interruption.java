package dev.composeraudit.cli.scan;

import dev.composeraudit.cli.live.StopSignal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes Ctrl-C (and SIGTERM) stop a scan in good order: the process ends only after what is done
 * was printed, or ten seconds later.
 */
public final class Interruption implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 10;

  private final StopSignal stop;
  private final CountDownLatch printed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "interruption");

  private Interruption(StopSignal stop) {
    this.stop = stop;
  }

  /** Waits for the signal until closed. */
  public static Interruption watch(StopSignal stop) {
    Interruption interruption = new Interruption(stop);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void stop() {
    stop.give();
    try {
      printed.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    printed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // Then the hook has been released.
      return;
    }
  }
}

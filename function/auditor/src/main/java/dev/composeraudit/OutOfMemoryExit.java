package dev.composeraudit;

import java.util.concurrent.CountDownLatch;

/**
 * Ends the process soon after it ran out of memory: what is left of it can't be trusted, and the
 * platform starts another. The JVM's own {@code -XX:+ExitOnOutOfMemoryError} would end it before
 * the log could name the event. Everything that is needed is made beforehand.
 */
final class OutOfMemoryExit implements Runnable, Thread.UncaughtExceptionHandler {
  /** Time for the log entry and the answer to the framework. */
  private static final long DELAY_MILLIS = 1000;

  private static final int EXIT_CODE = 70;

  private final CountDownLatch exhausted = new CountDownLatch(1);

  private OutOfMemoryExit() {}

  /** One for this process, which also heeds what ends other threads. */
  static OutOfMemoryExit install() {
    OutOfMemoryExit exit = new OutOfMemoryExit();
    Thread thread = new Thread(exit::end, "out-of-memory");
    thread.setDaemon(true);
    thread.start();
    Thread.setDefaultUncaughtExceptionHandler(exit);
    return exit;
  }

  /** The process is to end. */
  @Override
  public void run() {
    exhausted.countDown();
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      run();
    }
    thrown.printStackTrace();
  }

  private void end() {
    try {
      exhausted.await();
      Thread.sleep(DELAY_MILLIS);
      Runtime.getRuntime().halt(EXIT_CODE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

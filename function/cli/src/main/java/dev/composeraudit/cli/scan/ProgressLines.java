package dev.composeraudit.cli.scan;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Progress where there is no terminal: a line every ten seconds. */
public final class ProgressLines implements ScanProgress {
  private static final long EVERY_SECONDS = 10;

  private final PrintWriter out;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          new ThreadFactoryBuilder().setNameFormat("progress").setDaemon(true).build());
  private int total;
  private int earlier;
  private int done;
  private long began;

  /** Writes to standard error, as a rule. */
  public ProgressLines(PrintWriter out) {
    this.out = out;
  }

  @Override
  public synchronized void begin(int all, int before) {
    total = all;
    earlier = before;
    began = System.nanoTime();
    ScheduledFuture<?> unused =
        timer.scheduleAtFixedRate(this::print, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public synchronized void step() {
    done++;
  }

  @Override
  public void end() {
    timer.shutdownNow();
  }

  @Override
  public void close() {
    end();
  }

  private synchronized void print() {
    out.println(line(total, earlier, done, Duration.ofNanos(System.nanoTime() - began)));
    out.flush();
  }

  /**
   * One line.
   *
   * @param done in this run, in that time
   */
  static String line(int total, int earlier, int done, Duration spent) {
    double rate = done * 1000.0 / Math.max(1, spent.toMillis());
    String remaining =
        done == 0
            ? "remaining time not known yet"
            : "about %s left".formatted(words((long) Math.ceil((total - earlier - done) / rate)));
    return String.format(
        Locale.ROOT,
        "read %,d of %,d environments, %.1f a second, %s",
        earlier + done,
        total,
        rate,
        remaining);
  }

  private static String words(long seconds) {
    if (seconds < 60) {
      return seconds + " s";
    }
    long minutes = seconds / 60;
    return minutes < 60
        ? "%d min %d s".formatted(minutes, seconds % 60)
        : "%d h %d min".formatted(minutes / 60, minutes % 60);
  }
}

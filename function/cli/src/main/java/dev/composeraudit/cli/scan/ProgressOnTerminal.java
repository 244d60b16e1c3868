package dev.composeraudit.cli.scan;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress on a terminal: a bar without colours, with rate and remaining time. */
public final class ProgressOnTerminal implements ScanProgress {
  private static final int WIDTH = 78;

  private @Nullable ProgressBar bar;

  @Override
  public synchronized void begin(int total, int done) {
    bar =
        new ProgressBarBuilder()
            .setTaskName("environments")
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(250)
            .setUnit("", 1)
            .showSpeed()
            .setSpeedUnit(ChronoUnit.SECONDS)
            .startsFrom(done, Duration.ZERO)
            .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
            .build();
  }

  @Override
  public synchronized void step() {
    if (bar != null) {
      bar.step();
    }
  }

  @Override
  public synchronized void end() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public void close() {
    end();
  }
}

package dev.composeraudit.cli.live;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs tasks side by side, at the pace that quotas allow. */
public final class PacedWorkers {
  /** How long a stop waits for tasks that are writing. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

  private final int parallel;

  /**
   * @param parallel how many tasks run at once
   */
  public PacedWorkers(int parallel) {
    this.parallel = parallel;
  }

  /** What is done about one task. */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * Does it.
     *
     * @return false if a quota was exhausted, so that it has to be done again later
     */
    boolean run(T task);
  }

  /**
   * Runs all tasks; returns when they are done, or soon after the signal to stop.
   *
   * @param key tasks with the same key share a quota
   * @return the tasks that were left because their quota stayed exhausted
   */
  public <T> List<T> run(
      Collection<T> tasks, Function<T, String> key, Work<T> work, StopSignal stop)
      throws InterruptedException {
    Pacing<T> pacing = new Pacing<>(parallel, key);
    tasks.forEach(pacing::add);
    Workers<T> workers = new Workers<>(pacing, work, stop);
    stop.whenGiven(workers::wake);
    ExecutorService executor =
        Executors.newFixedThreadPool(
            parallel,
            new ThreadFactoryBuilder().setNameFormat("worker-%d").setDaemon(true).build());
    try {
      for (int i = 0; i < Math.min(parallel, tasks.size()); i++) {
        executor.execute(workers::work);
      }
      workers.await();
    } finally {
      executor.shutdownNow();
      executor.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
    return workers.abandoned();
  }

  /** What the threads share. */
  private static final class Workers<T> {
    private final Pacing<T> pacing;
    private final Work<T> work;
    private final StopSignal stop;
    private @Nullable Throwable failure;

    private Workers(Pacing<T> pacing, Work<T> work, StopSignal stop) {
      this.pacing = pacing;
      this.work = work;
      this.stop = stop;
    }

    /** What each thread does. */
    private void work() {
      try {
        for (Optional<T> task = next(); task.isPresent(); task = next()) {
          run(task.get());
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }

    private void run(T task) {
      try {
        end(task, work.run(task));
      } catch (RuntimeException | Error failed) {
        // The caller of the workers waits in another thread, and throws it.
        fail(failed);
      }
    }

    private synchronized Optional<T> next() throws InterruptedException {
      while (!isOver()) {
        long now = System.nanoTime();
        Optional<T> next = pacing.next(now);
        if (next.isPresent()) {
          return next;
        }
        wait(Math.max(1, pacing.untilNext(now).toMillis()));
      }
      return Optional.empty();
    }

    private synchronized void end(T task, boolean done) {
      if (done) {
        pacing.done(task);
      } else {
        pacing.throttled(task, System.nanoTime());
      }
      notifyAll();
    }

    private synchronized void fail(Throwable failed) {
      failure = failure == null ? failed : failure;
      notifyAll();
    }

    private boolean isOver() {
      return stop.isGiven() || failure != null || pacing.isFinished();
    }

    private synchronized void wake() {
      notifyAll();
    }

    private synchronized void await() throws InterruptedException {
      while (!isOver()) {
        wait();
      }
      if (failure != null) {
        Throwables.throwIfUnchecked(failure);
        throw new IllegalStateException(failure);
      }
    }

    private synchronized List<T> abandoned() {
      return pacing.abandoned();
    }
  }
}

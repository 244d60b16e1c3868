package dev.composeraudit.cli.live;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Says which task may begin next, so that quotas are respected. Tasks with the same key share a
 * quota: when one of them exhausts it, they pause, and fewer of them run at once afterwards; others
 * are not slowed down. Times are those of {@link System#nanoTime}. Not safe for use by many
 * threads.
 */
final class Pacing<T> {
  /** The pauses are 1, 2, 4, 8, 16 and 30 seconds; after them the tasks with the key are left. */
  static final int PAUSES = 6;

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final int parallel;
  private final Function<T, String> key;
  private final Map<String, Quota<T>> quotas = new LinkedHashMap<>();
  private final List<T> abandoned = new ArrayList<>();
  private int turn;

  /**
   * @param parallel how many tasks with the same key run at once while no quota is exhausted
   */
  Pacing(int parallel, Function<T, String> key) {
    this.parallel = parallel;
    this.key = key;
  }

  /** The tasks that share a quota, and how many of them may run. */
  private static final class Quota<T> {
    private final Deque<T> pending = new ArrayDeque<>();
    private int running;
    private int limit;
    private int pauses;
    private boolean paused;
    private long pausedUntil;
    private boolean abandoned;

    private Quota(int limit) {
      this.limit = limit;
    }

    private boolean mayStart(long now) {
      return !pending.isEmpty() && running < limit && !isPaused(now);
    }

    private boolean isPaused(long now) {
      return paused && pausedUntil - now > 0;
    }
  }

  void add(T task) {
    quota(task).pending.add(task);
  }

  /** The next task, which runs from now on; empty if none may begin now. */
  Optional<T> next(long now) {
    List<Quota<T>> all = List.copyOf(quotas.values());
    for (int i = 0; i < all.size(); i++) {
      Quota<T> quota = all.get((turn + i) % all.size());
      if (quota.mayStart(now)) {
        turn = (turn + i + 1) % all.size();
        quota.running++;
        return Optional.of(quota.pending.remove());
      }
    }
    return Optional.empty();
  }

  /** A task has ended, and no quota was exhausted. */
  void done(T task) {
    Quota<T> quota = quota(task);
    quota.running--;
    quota.pauses = 0;
    quota.paused = false;
    quota.limit = Math.min(parallel, quota.limit + 1);
  }

  /** A task exhausted a quota: it has to run again. */
  void throttled(T task, long now) {
    Quota<T> quota = quota(task);
    quota.running--;
    quota.pending.addFirst(task);
    if (quota.abandoned || (!quota.isPaused(now) && quota.pauses == PAUSES)) {
      abandon(quota);
    } else if (!quota.isPaused(now)) {
      // Those that ran at the same time exhaust the same quota: one pause for all of them.
      quota.limit = Math.max(1, quota.limit / 2);
      quota.paused = true;
      quota.pausedUntil = now + pause(quota.pauses).toNanos();
      quota.pauses++;
    }
  }

  /** Whether no task is waiting or running. */
  boolean isFinished() {
    return quotas.values().stream()
        .allMatch(quota -> quota.pending.isEmpty() && quota.running == 0);
  }

  /** How long until a pause ends; the longest pause if there is none. */
  Duration untilNext(long now) {
    long nanos =
        quotas.values().stream()
            .filter(quota -> !quota.pending.isEmpty() && quota.isPaused(now))
            .mapToLong(quota -> quota.pausedUntil - now)
            .min()
            .orElse(LONGEST.toNanos());
    return Duration.ofNanos(nanos);
  }

  /** The tasks that were left because their quota stayed exhausted. */
  List<T> abandoned() {
    return List.copyOf(abandoned);
  }

  private static Duration pause(int number) {
    Duration pause = Duration.ofSeconds(1L << number);
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  private void abandon(Quota<T> quota) {
    quota.abandoned = true;
    abandoned.addAll(quota.pending);
    quota.pending.clear();
  }

  private Quota<T> quota(T task) {
    return quotas.computeIfAbsent(key.apply(task), any -> new Quota<>(parallel));
  }
}

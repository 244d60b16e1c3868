package dev.composeraudit.acceptance.campaign.creations;

import dev.composeraudit.acceptance.deployment.Instance;
import dev.composeraudit.acceptance.deployment.Instance.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Kills processes of the function at instants that chance chooses among the deliveries of a whole
 * campaign, and starts others in their place; one at least is left.
 */
final class ProcessKiller implements AutoCloseable {
  private static final int POLL_MILLIS = 20;
  private static final int JITTER_MILLIS = 100;

  private final ScaledDeployment deployment;
  private final Random random;
  private final Deque<Long> instants = new ArrayDeque<>();
  private final Set<Instance> down = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService threads;
  private final Queue<Future<?>> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger kills = new AtomicInteger();
  private final AtomicInteger withEventsInFlight = new AtomicInteger();
  private final AtomicInteger hard = new AtomicInteger();

  /**
   * @param number of kills
   * @param deliveries of the campaign, at least; each kill waits for one of them
   */
  ProcessKiller(ScaledDeployment deployment, long seed, int number, long deliveries) {
    this.deployment = deployment;
    this.random = new Random(seed);
    this.threads = Executors.newScheduledThreadPool(deployment.instances().size() + 1);
    random
        .longs(number, deliveries / 100, Math.max(deliveries / 100 + 1, deliveries * 95 / 100))
        .sorted()
        .forEach(instants::add);
  }

  void start() {
    tasks.add(
        threads.scheduleWithFixedDelay(this::killIfDue, 0, POLL_MILLIS, TimeUnit.MILLISECONDS));
  }

  /** How many processes were killed. */
  int kills() {
    return kills.get();
  }

  /** How many of them by SIGKILL. */
  int hard() {
    return hard.get();
  }

  /** How many kills found events in flight. */
  int withEventsInFlight() {
    return withEventsInFlight.get();
  }

  /**
   * Does nothing while all goes well.
   *
   * @throws IllegalStateException if a process could not be replaced
   */
  void check() throws InterruptedException {
    for (Future<?> task : tasks) {
      if (task.isDone()) {
        try {
          task.get();
        } catch (ExecutionException failed) {
          throw new IllegalStateException("a process could not be replaced", failed.getCause());
        }
      }
    }
  }

  boolean isBusy() {
    return !down.isEmpty();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void killIfDue() {
    try {
      if (!instants.isEmpty()
          && deployment.deliveries().acknowledged() >= instants.getFirst()
          && down.size() < up() - 1) {
        instants.removeFirst();
        Instance victim = victim();
        tasks.add(
            threads.schedule(
                () -> replace(victim), random.nextInt(JITTER_MILLIS), TimeUnit.MILLISECONDS));
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private int up() {
    return deployment.instances().size();
  }

  /** One that is up, and counts as down from now on. */
  private Instance victim() {
    Instance victim = deployment.instances().get(random.nextInt(up()));
    while (!down.add(victim)) {
      victim = deployment.instances().get(random.nextInt(up()));
    }
    return victim;
  }

  private Instance replace(Instance victim) throws IOException, InterruptedException {
    Signal signal = random.nextBoolean() ? Signal.SIGKILL : Signal.SIGTERM;
    if (deployment.deliveries().inFlight() > 0) {
      withEventsInFlight.incrementAndGet();
    }
    kills.incrementAndGet();
    hard.addAndGet(signal == Signal.SIGKILL ? 1 : 0);
    try {
      victim.replace(signal);
    } finally {
      down.remove(victim);
    }
    return victim;
  }
}

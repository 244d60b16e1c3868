package dev.composeraudit.acceptance.campaign.creations;

import dev.composeraudit.acceptance.deployment.Instance;
import dev.composeraudit.acceptance.deployment.Instance.Signal;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Kills processes of the function at instants that chance chooses among the deliveries of a whole
 * campaign, and starts others in their place; one at least is left.
 */
final class ProcessKiller implements AutoCloseable {
  private static final int JITTER_MILLIS = 100;

  private final Fleet fleet;
  private final Random random;
  private final Deque<Long> instants = new ArrayDeque<>();
  private final Set<Instance> down = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads;
  private final AtomicInteger kills = new AtomicInteger();
  private final AtomicInteger withEventsInFlight = new AtomicInteger();
  private final AtomicInteger hard = new AtomicInteger();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /**
   * @param number of kills
   * @param deliveries of the campaign, at least; each kill waits for one of them
   */
  ProcessKiller(Fleet fleet, long seed, int number, long deliveries) {
    this.fleet = fleet;
    this.random = new Random(seed);
    this.threads = Executors.newFixedThreadPool(fleet.instances().size() + 1);
    random
        .longs(number, deliveries / 100, Math.max(deliveries / 100 + 1, deliveries * 95 / 100))
        .sorted()
        .forEach(instants::add);
  }

  void start() {
    Future<?> unused = threads.submit(this::run);
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

  /** Why it could not go on; null if it could. */
  @Nullable Exception failure() {
    return failure.get();
  }

  boolean isBusy() {
    return !down.isEmpty();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void run() {
    try {
      while (!instants.isEmpty()) {
        if (fleet.deliveries().acknowledged() >= instants.getFirst() && down.size() < up() - 1) {
          instants.removeFirst();
          Thread.sleep(random.nextInt(JITTER_MILLIS));
          kill();
        } else {
          Thread.sleep(20);
        }
      }
    } catch (IOException | RuntimeException broken) {
      failure.compareAndSet(null, broken);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private int up() {
    return fleet.instances().size();
  }

  private void kill() throws IOException, InterruptedException {
    Instance victim = fleet.instances().get(random.nextInt(up()));
    while (!down.add(victim)) {
      victim = fleet.instances().get(random.nextInt(up()));
    }
    Signal signal = random.nextBoolean() ? Signal.SIGKILL : Signal.SIGTERM;
    if (fleet.deliveries().inFlight() > 0) {
      withEventsInFlight.incrementAndGet();
    }
    kills.incrementAndGet();
    hard.addAndGet(signal == Signal.SIGKILL ? 1 : 0);
    replaceLater(victim, signal);
  }

  private void replaceLater(Instance victim, Signal signal) {
    Future<?> unused =
        threads.submit(
            () -> {
              try {
                victim.replace(signal);
              } catch (IOException | RuntimeException broken) {
                failure.compareAndSet(null, broken);
              } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
              } finally {
                down.remove(victim);
              }
            });
  }
}

package dev.composeraudit.acceptance.campaign.tenants;

import com.google.gson.JsonArray;
import dev.composeraudit.acceptance.deployment.Http;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Changes the egress policy of one cluster many times a second, until it is closed. */
final class ClusterFlood implements AutoCloseable {
  private static final int THREADS = 16;

  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
  private final AtomicInteger changes = new AtomicInteger();
  private final Http sandbox;
  private final String environment;
  private volatile String failure = "";

  private ClusterFlood(Http sandbox, String environment) {
    this.sandbox = sandbox;
    this.environment = environment;
  }

  /**
   * Starts one.
   *
   * @param environment whose cluster is changed, by its resource name
   */
  static ClusterFlood start(Http sandbox, String environment, int perSecond) {
    ClusterFlood flood = new ClusterFlood(sandbox, environment);
    long period = TimeUnit.SECONDS.toMicros(THREADS) / perSecond;
    for (int i = 0; i < THREADS; i++) {
      ScheduledFuture<?> unused =
          flood.threads.scheduleAtFixedRate(
              flood::change, i * period / THREADS, period, TimeUnit.MICROSECONDS);
    }
    return flood;
  }

  /** How many changes were made. */
  int changes() {
    return changes.get();
  }

  /** Why a change was not accepted; blank if all were. */
  String failure() {
    return failure;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void change() {
    JsonArray ranges = new JsonArray();
    ranges.add("10.0.0.0/8");
    ranges.add("172.16.%d.0/24".formatted(changes.incrementAndGet() % 256));
    try {
      HostileTenant.exempt(sandbox, environment, ranges);
    } catch (IOException refused) {
      failure = "a change of the flooding cluster was not accepted: " + refused.getMessage();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}

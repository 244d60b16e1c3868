package dev.composeraudit.acceptance.campaign.load;

import dev.composeraudit.acceptance.deployment.AuditEntry;
import dev.composeraudit.acceptance.deployment.EventSender;
import dev.composeraudit.acceptance.deployment.FunctionProcess;
import dev.composeraudit.acceptance.deployment.Instance;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Events over HTTP, so many at a time, at one process of the packaged function with a small heap,
 * whose APIs answer from memory; clusters' own APIs, over TLS, are a sandbox's.
 */
public final class LoadRun {
  /**
   * A heap of 256 MiB, all of it resident from the beginning: a heap that is still being filled
   * would look like memory that is lost. The rest is as {@code scripts/deploy} has it.
   */
  private static final String JVM = "-Xms256m -Xmx256m -XX:+AlwaysPreTouch";

  private static final int CONCURRENCY = 16;

  private final Instance function;
  private final Footprint footprint;
  private final EventSender sender;
  private final AtomicLong number = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private final String run = Long.toString(System.nanoTime(), 36);

  /**
   * How long to measure.
   *
   * @param warmUp before anything is measured
   * @param period what one row of the table is about
   * @param periods how many rows
   */
  public record Plan(Duration warmUp, Duration period, int periods) {
    public static Plan full() {
      return new Plan(Duration.ofSeconds(45), Duration.ofMinutes(1), 10);
    }

    /** Says nothing of speed. */
    public static Plan brief() {
      return new Plan(Duration.ofSeconds(5), Duration.ofSeconds(4), 2);
    }
  }

  /**
   * What happened in a period.
   *
   * @param p99 the latency in milliseconds that one in a hundred events exceeds
   * @param threads of the function at its end
   * @param residentMib of the function at its end
   * @param heapMib what is alive in its heap then, after a collection; 0 where no JDK tells
   * @param cpuMillis of the function, an event
   */
  public record Row(
      long events,
      double perSecond,
      double p50,
      double p99,
      int threads,
      long residentMib,
      long heapMib,
      double cpuMillis) {}

  /**
   * What came of all.
   *
   * @param errors events that were not acknowledged
   * @param published findings, of those periods and of the warming up
   * @param unknownCalls of the function, that the APIs' doubles had no answer for
   */
  public record Outcome(
      List<Row> rows, long events, long errors, long published, long unknownCalls) {}

  private LoadRun(Instance function) {
    this.function = function;
    this.footprint = new Footprint(function.pid());
    this.sender = new EventSender(function.uri());
  }

  public static Outcome of(Plan plan) throws IOException, InterruptedException, ExecutionException {
    Path folder = Files.createTempDirectory("composer-audit-load");
    try (LocalCloud cloud = LocalCloud.start(CONCURRENCY)) {
      Map<String, String> settings = cloud.settings(folder);
      settings.put("JAVA_TOOL_OPTIONS", JVM);
      Instance function =
          Instance.start(
              FunctionProcess.freePort(), folder, settings, folder.resolve("function.log"));
      try (function) {
        function.awaitAnswer();
        LoadRun load = new LoadRun(function);
        List<Row> rows = load.run(plan);
        return new Outcome(
            rows,
            load.number.get(),
            load.errors.get(),
            cloud.apis().published(),
            cloud.apis().unknown());
      }
    }
  }

  /** Events at any function; what was published nobody counts. */
  public static Outcome of(Instance function, Plan plan)
      throws IOException, InterruptedException, ExecutionException {
    LoadRun load = new LoadRun(function);
    List<Row> rows = load.run(plan);
    return new Outcome(rows, load.number.get(), load.errors.get(), 0, 0);
  }

  private List<Row> run(Plan plan) throws IOException, InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(CONCURRENCY);
    try {
      send(threads, plan.warmUp());
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < plan.periods(); i++) {
        long cpu = cpuMillis();
        long begin = System.nanoTime();
        long[] latencies = send(threads, plan.period());
        double seconds = (System.nanoTime() - begin) / 1e9;
        double cpuMillis = (double) (cpuMillis() - cpu) / latencies.length;
        rows.add(
            new Row(
                latencies.length,
                latencies.length / seconds,
                percentile(latencies, 50),
                percentile(latencies, 99),
                footprint.threads(),
                footprint.residentMib(),
                footprint.liveMib(),
                cpuMillis));
      }
      return rows;
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  /** Sends for so long; the latencies in nanoseconds, sorted. */
  private long[] send(ExecutorService threads, Duration time)
      throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + time.toNanos();
    List<Future<long[]>> parts = new ArrayList<>();
    for (int i = 0; i < CONCURRENCY; i++) {
      parts.add(threads.submit(() -> sendUntil(end)));
    }
    List<long[]> all = new ArrayList<>();
    for (Future<long[]> part : parts) {
      all.add(part.get());
    }
    long[] latencies = all.stream().flatMapToLong(Arrays::stream).toArray();
    Arrays.sort(latencies);
    return latencies;
  }

  private long[] sendUntil(long end) throws InterruptedException {
    long[] latencies = new long[1 << 16];
    int count = 0;
    while (System.nanoTime() < end && count < latencies.length) {
      long begin = System.nanoTime();
      if (!sendOne(number.getAndIncrement())) {
        errors.incrementAndGet();
      }
      latencies[count++] = System.nanoTime() - begin;
    }
    return Arrays.copyOf(latencies, count);
  }

  private boolean sendOne(long event) throws InterruptedException {
    Scenario scenario = Scenario.ALL.get((int) (event % Scenario.ALL.size()));
    boolean last = event / Scenario.ALL.size() % 2 == 0;
    String id = run + "-" + event;
    AuditEntry entry = new AuditEntry(scenario.resource(), last, id, Instant.now());
    try {
      return sender.send(id, entry.json().toString());
    } catch (IOException noAnswer) {
      return false;
    }
  }

  private static double percentile(long[] sorted, int percent) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
  }

  private long cpuMillis() {
    return function.cpu().toMillis();
  }
}

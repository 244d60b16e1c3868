package dev.composeraudit.acceptance.campaign.load;

import dev.composeraudit.acceptance.deployment.AuditEntry;
import dev.composeraudit.acceptance.deployment.EventSender;
import dev.composeraudit.acceptance.deployment.FunctionProcess;
import dev.composeraudit.acceptance.deployment.Instance;
import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * How long it takes from the start of a process to its first event acknowledged, and how many
 * events a second it handles then: of the packaged function, and of one that does nothing, in
 * turns.
 */
public final class StartRun {
  private static final int CONCURRENCY = 16;
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /** What {@code scripts/deploy} gives the function. */
  private static final List<String> JVM = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final LocalCloud backdrop;
  private final Path folder;

  private StartRun(LocalCloud backdrop, Path folder) {
    this.backdrop = backdrop;
    this.folder = folder;
  }

  /** What is started: each under the same invoker, with the same options of the JVM. */
  public enum Function {
    NO_OP("a function that does nothing", "dev.composeraudit.benchmarks.NoOp") {
      @Override
      Path jar(Layout layout) {
        return layout.benchmarksJar();
      }
    },
    AUDIT("composer-audit", "dev.composeraudit.AuditFunction") {
      @Override
      Path jar(Layout layout) {
        return layout.functionJar();
      }
    };

    public final String title;
    private final String target;

    Function(String title, String target) {
      this.title = title;
      this.target = target;
    }

    abstract Path jar(Layout layout);

    public List<String> command(int port) {
      Layout layout = Layout.current();
      List<String> command = new ArrayList<>(List.of(Layout.java().toString()));
      command.addAll(JVM);
      command.addAll(
          List.of(
              "-jar",
              layout.invoker(Layout.INVOKER).toString(),
              "--classpath",
              jar(layout).toString(),
              "--target",
              target,
              "--port",
              Integer.toString(port)));
      return command;
    }
  }

  /**
   * How much is measured.
   *
   * @param rounds how often each is started
   * @param load how events are sent to each afterwards
   */
  public record Plan(int rounds, LoadRun.Plan load) {
    public static Plan full() {
      return new Plan(9, new LoadRun.Plan(Duration.ofSeconds(20), Duration.ofSeconds(20), 1));
    }

    /** Says nothing of speed. */
    public static Plan brief() {
      return new Plan(1, new LoadRun.Plan(Duration.ofSeconds(1), Duration.ofSeconds(2), 1));
    }
  }

  /** One start, until its first event was acknowledged. */
  public record Start(Duration wall, Duration cpu) {}

  /** What came of one function. */
  public record Outcome(Function function, List<Start> starts, LoadRun.Outcome load) {}

  public static List<Outcome> of(Plan plan)
      throws IOException, InterruptedException, ExecutionException {
    try (LocalCloud backdrop = LocalCloud.start(CONCURRENCY)) {
      return new StartRun(backdrop, Files.createTempDirectory("composer-audit-start")).run(plan);
    }
  }

  private List<Outcome> run(Plan plan)
      throws IOException, InterruptedException, ExecutionException {
    Map<Function, List<Start>> starts = new EnumMap<>(Function.class);
    for (int round = 0; round < plan.rounds(); round++) {
      for (Function function : Function.values()) {
        starts.computeIfAbsent(function, it -> new ArrayList<>()).add(measure(function));
      }
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Map.Entry<Function, List<Start>> each : starts.entrySet()) {
      outcomes.add(new Outcome(each.getKey(), each.getValue(), load(each.getKey(), plan)));
    }
    return outcomes;
  }

  private Start measure(Function function) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (Instance instance = start(function)) {
      sendFirst(instance, begin);
      return new Start(Duration.ofNanos(System.nanoTime() - begin), instance.cpu());
    }
  }

  private LoadRun.Outcome load(Function function, Plan plan)
      throws IOException, InterruptedException, ExecutionException {
    try (Instance instance = start(function)) {
      instance.awaitAnswer();
      return LoadRun.of(instance, backdrop.scenarios(), plan.load());
    }
  }

  private Instance start(Function function) throws IOException {
    int port = FunctionProcess.freePort();
    Map<String, String> settings = backdrop.settings(folder);
    return Instance.start(
        port, function.command(port), folder, settings, folder.resolve("function.log"));
  }

  /** Sends an event, again and again until somebody answers. */
  private void sendFirst(Instance instance, long begin) throws InterruptedException {
    EventSender sender = new EventSender(instance.uri());
    String environment = backdrop.scenarios().get(0).resource();
    String entry = new AuditEntry(environment, true, "first", Instant.now()).json().toString();
    while (instance.isAlive() && System.nanoTime() - begin < TIMEOUT.toNanos()) {
      try {
        if (sender.send("first", entry)) {
          return;
        }
        throw new IllegalStateException("the first event was not acknowledged");
      } catch (IOException notYet) {
        Thread.sleep(5);
      }
    }
    throw new IllegalStateException("nobody answered; see " + folder.resolve("function.log"));
  }
}

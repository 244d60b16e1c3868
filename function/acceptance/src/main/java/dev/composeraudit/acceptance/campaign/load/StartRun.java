package dev.composeraudit.acceptance.campaign.load;

import dev.composeraudit.acceptance.deployment.AuditEntry;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.EventSender;
import dev.composeraudit.acceptance.deployment.FunctionProcess;
import dev.composeraudit.acceptance.deployment.ImageFolder;
import dev.composeraudit.acceptance.deployment.Instance;
import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.Scenario;
import dev.composeraudit.acceptance.image.ImageCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * How long it takes from the start of a process to its first event acknowledged, and how many
 * events a second it handles then: of the packaged function, and of one that does nothing, in
 * turns.
 */
public final class StartRun {
  private static final int CONCURRENCY = 16;
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(5);

  /** What {@code scripts/deploy} gives the function. */
  private static final List<String> JVM = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final LocalCloud cloud;
  private final Path folder;

  private StartRun(LocalCloud cloud, Path folder) {
    this.cloud = cloud;
    this.folder = folder;
  }

  /**
   * What is started.
   *
   * @param command listens on the port that the variable PORT names
   * @param folder the working directory
   */
  public record Candidate(String title, List<String> command, Path folder) {
    /** Under the invoker that Google's builder brings, as {@code scripts/deploy} starts it. */
    private static Candidate invoked(String title, String target, Path jar, Path folder) {
      List<String> command = new ArrayList<>(List.of(Layout.java().toString()));
      command.addAll(JVM);
      command.addAll(
          List.of(
              "-jar",
              Layout.current().invoker(Layout.INVOKER).toString(),
              "--classpath",
              jar.toString(),
              "--target",
              target));
      return new Candidate(title, command, folder);
    }
  }

  /**
   * How much is measured.
   *
   * @param rounds how often each is started
   * @param withImage whether an image is made and started too, which takes half a minute
   * @param load how events are sent to each afterwards
   */
  public record Plan(int rounds, boolean withImage, LoadRun.Plan load) {
    public static Plan full() {
      return new Plan(9, true, new LoadRun.Plan(Duration.ofSeconds(20), Duration.ofSeconds(20), 1));
    }

    /** Says nothing of speed. */
    public static Plan brief() {
      return new Plan(1, false, new LoadRun.Plan(Duration.ofSeconds(1), Duration.ofSeconds(2), 1));
    }
  }

  /**
   * One start, until its first event was acknowledged.
   *
   * @param peakMib the most memory that it has had resident until then
   */
  public record Start(Duration wall, Duration cpu, long peakMib) {}

  /** What came of one candidate. */
  public record Outcome(Candidate candidate, List<Start> starts, LoadRun.Outcome load) {}

  public static List<Outcome> of(Plan plan)
      throws IOException, InterruptedException, ExecutionException {
    try (LocalCloud cloud = LocalCloud.start(CONCURRENCY)) {
      return new StartRun(cloud, Files.createTempDirectory("composer-audit-start")).run(plan);
    }
  }

  private List<Outcome> run(Plan plan)
      throws IOException, InterruptedException, ExecutionException {
    List<Candidate> candidates = candidates(plan);
    List<List<Start>> starts = new ArrayList<>();
    candidates.forEach(each -> starts.add(new ArrayList<>()));
    for (int round = 0; round < plan.rounds(); round++) {
      for (int i = 0; i < candidates.size(); i++) {
        starts.get(i).add(measure(candidates.get(i)));
      }
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      outcomes.add(new Outcome(candidate, starts.get(i), load(candidate, plan)));
    }
    return outcomes;
  }

  /** The first does nothing. The image is there only where a Java that runs it is. */
  private List<Candidate> candidates(Plan plan) throws IOException, InterruptedException {
    Layout layout = Layout.current();
    List<Candidate> candidates = new ArrayList<>();
    candidates.add(
        Candidate.invoked(
            "a function that does nothing",
            "dev.composeraudit.benchmarks.NoOp",
            layout.benchmarksJar(),
            folder));
    candidates.add(
        Candidate.invoked(
            "composer-audit, built by Google",
            "dev.composeraudit.AuditFunction",
            layout.functionJar(),
            folder));
    Optional<Path> java25 = Layout.java25();
    if (plan.withImage() && java25.isPresent()) {
      Path java = java25.orElseThrow();
      ImageFolder image = ImageCommand.make(layout, folder.resolve("image"), java);
      candidates.add(
          new Candidate(
              "composer-audit, as an image", image.requiringCache().command(java), image.path()));
    }
    return candidates;
  }

  private Start measure(Candidate candidate) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (Instance instance = start(candidate)) {
      sendFirst(instance);
      Duration wall = Duration.ofNanos(System.nanoTime() - begin);
      return new Start(wall, instance.cpu(), new Footprint(instance.pid()).peakMib());
    }
  }

  private LoadRun.Outcome load(Candidate candidate, Plan plan)
      throws IOException, InterruptedException, ExecutionException {
    try (Instance instance = start(candidate)) {
      instance.awaitAnswer();
      return LoadRun.of(instance, plan.load());
    }
  }

  private Instance start(Candidate candidate) throws IOException {
    int port = FunctionProcess.freePort();
    Map<String, String> settings = cloud.settings(folder);
    settings.put("PORT", Integer.toString(port));
    return Instance.start(
        port, candidate.command(), candidate.folder(), settings, folder.resolve("function.log"));
  }

  /** Sends an event, again and again until somebody answers. */
  private void sendFirst(Instance instance) {
    EventSender sender = new EventSender(instance.uri());
    String environment = Scenario.ALL.get(0).resource();
    String entry = new AuditEntry(environment, true, "first", Instant.now()).json().toString();
    Await.until("an answer", TIMEOUT, POLL, () -> isAnswered(instance, sender, entry));
  }

  private boolean isAnswered(Instance instance, EventSender sender, String entry)
      throws InterruptedException {
    try {
      if (!sender.send("first", entry)) {
        throw new IllegalStateException("the first event was not acknowledged");
      }
      return true;
    } catch (IOException notYet) {
      if (!instance.isAlive()) {
        throw new IllegalStateException("it ended; see " + folder.resolve("function.log"), notYet);
      }
      return false;
    }
  }
}

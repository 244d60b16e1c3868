package dev.composeraudit.acceptance.campaign.load;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.EventsTopic;
import dev.composeraudit.acceptance.deployment.FindingsFeed;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.Mailbox;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A sweep and a coverage check of many environments by the packaged function, with a heap of 256
 * MiB. The sandbox lists the environments and has log entries about them; none of them exists, so
 * the requests for their audits go to a topic from which this program takes them.
 */
public final class ScaleRun {
  private static final String AUDITS = "composer-audit-events-listed";
  private static final String TOPICS = "/v1/projects/" + Scenario.PROJECT + "/topics/";
  private static final Duration TIMEOUT = Duration.ofMinutes(40);

  private final Deployment deployment;
  private final Footprint footprint;
  private final Http sandbox;
  private final Http pubsub;

  /**
   * What there is.
   *
   * @param projects over how many projects the environments are spread
   * @param unjudgedEvery the log has no entries about every nth
   */
  public record Plan(int environments, int projects, int unjudgedEvery) {
    public static Plan full() {
      return new Plan(100_000, 1000, 10_000);
    }

    /** Seven pages; three of them take two searches of the log, or more. */
    public static Plan brief() {
      return new Plan(3001, 1000, 1000);
    }
  }

  /**
   * What a sweep or a coverage check took.
   *
   * @param messages how many events the function handled for it
   * @param longestMillis the longest of them
   * @param inventoryCalls of Cloud Asset Inventory
   * @param logCalls of Cloud Logging
   * @param peakMib the most memory that the function had resident until its end; 0 = unknown
   */
  public record Part(
      int messages,
      double seconds,
      long medianMillis,
      long longestMillis,
      long inventoryCalls,
      long logCalls,
      long peakMib) {}

  /**
   * What came of all.
   *
   * @param requests how many audits were asked for
   * @param audited of how many environments
   * @param finding the one about coverage
   */
  public record Outcome(
      Plan plan, Part sweep, Part coverage, int requests, int audited, PublishedFinding finding) {}

  private ScaleRun(Deployment deployment) {
    this.deployment = deployment;
    this.footprint = new Footprint(deployment.function().pid());
    this.sandbox = new Http(deployment.sandboxUri());
    this.pubsub = new Http(deployment.pubsubUri());
  }

  public static Outcome of(Plan plan) throws IOException, InterruptedException {
    String readers =
        IntStream.range(0, plan.projects())
            .mapToObj("listed-project-%04d@us-central1="::formatted)
            .map(place -> place + "projects/" + Scenario.PROJECT + "/topics/" + AUDITS)
            .collect(Collectors.joining(","));
    Map<String, String> settings =
        Map.of("JAVA_TOOL_OPTIONS", "-Xmx256m", "READER_TOPICS", readers);
    try (Deployment deployment = Deployment.start(DeploymentOptions.standard(), settings)) {
      return new ScaleRun(deployment).run(plan);
    }
  }

  private Outcome run(Plan plan) throws IOException, InterruptedException {
    pubsub.put(TOPICS + AUDITS, new JsonObject());
    Mailbox requests =
        Mailbox.subscribe(deployment.pubsubUri(), Scenario.PROJECT, AUDITS, "scale-audits");
    FindingsFeed findings = deployment.findings("scale-findings");
    List<String> audits = new ArrayList<>();
    Part sweep =
        part(
            plan,
            "sweep",
            () -> {
              boolean isEnd = isLogged("sweep_finished");
              // What was accepted before that is there by now.
              takeAll(requests, audits);
              return isEnd;
            });
    List<PublishedFinding> found = new ArrayList<>();
    Part coverage =
        part(
            plan,
            "coverage",
            () -> {
              found.addAll(findings.pull());
              return !found.isEmpty() && isLogged("event_coverage");
            });
    int audited = new HashSet<>(audits).size();
    return new Outcome(plan, sweep, coverage, audits.size(), audited, found.get(0));
  }

  private static void takeAll(Mailbox requests, List<String> audits)
      throws IOException, InterruptedException {
    List<JsonObject> messages = requests.take();
    while (!messages.isEmpty()) {
      messages.forEach(message -> audits.add(environment(message)));
      messages = requests.take();
    }
  }

  private Part part(Plan plan, String kind, Callable<Boolean> isEnd)
      throws IOException, InterruptedException {
    JsonObject seed = new JsonObject();
    seed.addProperty("count", plan.environments());
    seed.addProperty("projects", plan.projects());
    seed.addProperty("unjudgedEvery", plan.unjudgedEvery());
    sandbox.post("/sandbox/listed-environments", seed);
    int before = deployment.function().lines().size();
    long begin = System.nanoTime();
    EventsTopic.publish(deployment.pubsubUri(), "{\"kind\": \"%s\"}".formatted(kind));
    Await.until("the end of the " + kind, TIMEOUT, isEnd);
    double seconds = (System.nanoTime() - begin) / 1e9;
    List<Long> millis = millis(before);
    JsonObject calls = sandbox.get("/sandbox/listed-environments");
    return new Part(
        millis.size(),
        seconds,
        millis.get(millis.size() / 2),
        millis.get(millis.size() - 1),
        calls.get("inventory").getAsLong(),
        calls.get("log").getAsLong(),
        footprint.peakMib());
  }

  /** How long each message took, by the function's own log, sorted. */
  private List<Long> millis(int before) {
    List<String> lines = deployment.function().lines();
    return lines.subList(before, lines.size()).stream()
        .filter(line -> line.startsWith("{"))
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .filter(entry -> isOfOneMessage(entry.get("event").getAsString()))
        .map(
            entry ->
                entry.get("fetch_ms").getAsLong()
                    + entry.get("evaluate_ms").getAsLong()
                    + entry.get("publish_ms").getAsLong())
        .sorted()
        .toList();
  }

  private static boolean isOfOneMessage(String event) {
    return Set.of("sweep_requested", "coverage_counted", "event_coverage").contains(event);
  }

  private boolean isLogged(String event) {
    return deployment.function().lines().stream()
        .anyMatch(line -> line.contains("\"event\":\"" + event + "\""));
  }

  private static String environment(JsonObject message) {
    return JsonParser.parseString(Mailbox.data(message))
        .getAsJsonObject()
        .get("environment")
        .getAsString();
  }
}

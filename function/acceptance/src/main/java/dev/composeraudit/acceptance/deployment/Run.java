package dev.composeraudit.acceptance.deployment;

import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The scenarios, carried out in one deployment, and the findings that came of them. */
public final class Run {
  private final FindingsFeed feed;
  private final Http composer;
  private final List<PublishedFinding> findings = new ArrayList<>();
  private Instant quietSince = Instant.now();
  private final Map<String, Instant> created = new HashMap<>();

  public Run(Deployment deployment, FindingsFeed feed) {
    this.feed = feed;
    this.composer = new Http(deployment.sandboxUri());
  }

  /** Sends the create request of a scenario, as anybody would. */
  public void create(Scenario scenario) throws IOException, InterruptedException {
    if (!scenario.exempt().isEmpty()) {
      exempt(scenario);
    }
    composer.post(Scenario.collection(), scenario.body());
  }

  /**
   * Takes findings as they come until every scenario has what is expected of it, or time is up.
   *
   * @param onFinding told of each finding, with its scenario
   * @param onWait told every few seconds of silence what is still missing
   */
  public void await(
      List<Scenario> scenarios,
      Duration timeout,
      BiConsumer<Scenario, PublishedFinding> onFinding,
      java.util.function.Consumer<String> onWait)
      throws IOException, InterruptedException {
    quietSince = Instant.now();
    Await.comesTrue(
        "what the scenarios expect",
        timeout,
        () -> {
          boolean isNew = tell(scenarios, onFinding);
          watchCreations(scenarios);
          if (isNew) {
            quietSince = Instant.now();
          } else if (Duration.between(quietSince, Instant.now()).toSeconds() >= 2) {
            onWait.accept(waitingFor(scenarios));
            quietSince = Instant.now();
          }
          return missing(scenarios).isEmpty();
        });
  }

  /** Takes what is there now, and tells of it; whether there was any. */
  private boolean tell(List<Scenario> scenarios, BiConsumer<Scenario, PublishedFinding> onFinding)
      throws IOException, InterruptedException {
    List<PublishedFinding> news = takeNews();
    for (PublishedFinding finding : news) {
      scenarios.stream()
          .filter(scenario -> scenario.environment().equals(finding.environment()))
          .forEach(scenario -> onFinding.accept(scenario, finding));
    }
    return !news.isEmpty();
  }

  /** Takes the findings that are there now. */
  public List<PublishedFinding> takeNews() throws IOException, InterruptedException {
    List<PublishedFinding> news = feed.pull();
    findings.addAll(news);
    return news;
  }

  /** The same, for who then asks what is there. */
  public Run news() throws IOException, InterruptedException {
    takeNews();
    return this;
  }

  /** What the finding of a policy says that counts; empty if there is none yet. */
  public Optional<Verdict> verdict(Scenario scenario, String policy) {
    return Optional.ofNullable(latest(scenario.environment()).get(policy))
        .map(PublishedFinding::verdict);
  }

  /** What is still not as expected, a line each, in the scenarios' order; empty = all is well. */
  public List<String> missing(List<Scenario> scenarios) {
    List<String> missing = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      Map<String, PublishedFinding> latest = latest(scenario.environment());
      List<String> open = new ArrayList<>();
      scenario.expected().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .filter(expected -> !isLast(latest.get(expected.getKey()), expected.getValue()))
          .forEach(expected -> open.add(expected.getKey() + " " + expected.getValue()));
      latest.values().stream()
          .filter(finding -> !scenario.expected().containsKey(finding.policy()))
          .filter(finding -> finding.verdict() == Verdict.FAIL)
          .forEach(finding -> open.add("no FAIL of " + finding.policy()));
      if (!open.isEmpty()) {
        missing.add("(" + scenario.letter() + ") " + String.join(", ", open));
      }
    }
    return missing;
  }

  /** All findings, in the order in which they came. */
  public List<PublishedFinding> findings() {
    return List.copyOf(findings);
  }

  /** By policy, the finding that counts after collapsing by id: that of the latest event. */
  public Map<String, PublishedFinding> latest(String environment) {
    Map<String, PublishedFinding> latest = new LinkedHashMap<>();
    findings.stream()
        .filter(finding -> finding.environment().equals(environment))
        .sorted(Comparator.comparing(PublishedFinding::eventTime))
        .forEach(finding -> latest.put(finding.policy(), finding));
    return latest;
  }

  /** When the environment was first seen RUNNING; now, if it has not been. */
  public Instant createdAt(Scenario scenario) {
    return created.getOrDefault(scenario.environment(), Instant.now());
  }

  /** A verdict counts as the last one only if it comes of the creation's end. */
  private static boolean isLast(@Nullable PublishedFinding finding, Verdict expected) {
    return finding != null
        && finding.verdict() == expected
        && finding.trigger().equals("create-last");
  }

  private String waitingFor(List<Scenario> scenarios) {
    List<Scenario> open =
        scenarios.stream().filter(scenario -> !missing(List.of(scenario)).isEmpty()).toList();
    List<Scenario> creating =
        open.stream().filter(scenario -> !created.containsKey(scenario.environment())).toList();
    return creating.isEmpty()
        ? "waiting for verdicts on " + letters(open)
        : "waiting for the creation of " + letters(creating) + " to end";
  }

  private static String letters(List<Scenario> scenarios) {
    return scenarios.stream()
        .map(scenario -> "(" + scenario.letter() + ")")
        .collect(Collectors.joining(" "));
  }

  private void watchCreations(List<Scenario> scenarios) throws IOException, InterruptedException {
    for (Scenario scenario : scenarios) {
      if (!created.containsKey(scenario.environment())) {
        JsonObject environment = composer.get("/v1/" + scenario.resource());
        if (environment.get("state").getAsString().equals("RUNNING")) {
          created.put(scenario.environment(), Instant.now());
        }
      }
    }
  }

  /** Somebody edits the egress policy as soon as the cluster is there, before Composer is done. */
  private void exempt(Scenario scenario) throws IOException, InterruptedException {
    new SandboxCommands(composer).exempt(scenario.resource(), scenario.exempt());
  }
}

package dev.composeraudit.acceptance.campaign.tenants;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.campaign.load.Footprint;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.FindingsFeed;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Hostile tenants beside honest ones, before one instance of the packaged function with the heap of
 * a deployment: while the tenants' clusters do what they can, and one of them changes a hundred
 * times a second, others create environments.
 */
public final class TenantRun {
  private static final String LOCATION = "/locations/us-central1/environments";
  private static final String HOSTILE = "projects/hostile-project" + LOCATION;
  private static final String FLOODING = "flood";
  private static final String HONEST = "honest-";

  /** 70 % of the 512 MiB that a deployment has. */
  private static final String HEAP = "-Xmx358m";

  private static final Duration SETTLING = Duration.ofMinutes(5);

  private final Deployment deployment;
  private final Http sandbox;
  private final FindingsFeed feed;
  private final FindingsFeed deadLetters;
  private final Map<String, Map<String, Verdict>> verdicts = new HashMap<>();
  private final Map<String, Long> latencies = new HashMap<>();
  private int changes;
  private String failure = "";

  /**
   * How long, and how much.
   *
   * @param flood how long one cluster changes
   * @param perSecond how often it does in a second
   * @param honest how many environments others create meanwhile, evenly
   */
  public record Plan(Duration flood, int perSecond, int honest) {
    public static Plan full() {
      return new Plan(Duration.ofMinutes(2), 100, 60);
    }

    public static Plan brief() {
      return new Plan(Duration.ofSeconds(10), 20, 4);
    }
  }

  /**
   * What came of all.
   *
   * @param latencies from the entry about a creation's end to its finding, in milliseconds, sorted
   * @param verdicts the worst of each hostile tenant's; ARCHIVED where nothing was published
   * @param changes of the flooding cluster
   * @param deadLetters how many events were given up
   * @param peakMib the most memory that the function had resident; 0 = unknown
   * @param isAlive whether the process that was started is still there
   * @param trouble what kept the run from its plan; blank = nothing
   */
  public record Outcome(
      List<Long> latencies,
      Map<HostileTenant, Verdict> verdicts,
      Verdict flooding,
      int changes,
      int deadLetters,
      long peakMib,
      boolean isAlive,
      String trouble) {}

  private TenantRun(Deployment deployment) throws IOException, InterruptedException {
    this.deployment = deployment;
    this.sandbox = new Http(deployment.sandboxUri());
    this.feed = deployment.findings("tenants");
    this.deadLetters = deployment.sandbox().deadLetters("tenants-dead-letters");
  }

  public static Outcome of(Plan plan) throws IOException, InterruptedException {
    Map<String, String> settings = Map.of("JAVA_TOOL_OPTIONS", HEAP);
    try (Deployment deployment = Deployment.start(DeploymentOptions.standard(), settings)) {
      return new TenantRun(deployment).run(plan);
    }
  }

  private Outcome run(Plan plan) throws IOException, InterruptedException {
    for (HostileTenant tenant : HostileTenant.values()) {
      create(HOSTILE + "/" + tenant.environment());
    }
    create(HOSTILE + "/" + FLOODING);
    awaitFirstVerdicts();
    for (HostileTenant tenant : HostileTenant.values()) {
      tenant.attack(sandbox, HOSTILE + "/" + tenant.environment());
      touch(tenant);
    }
    List<String> honest = floodAndCreate(plan);
    settle(honest);
    Map<HostileTenant, Verdict> worst = new EnumMap<>(HostileTenant.class);
    for (HostileTenant tenant : HostileTenant.values()) {
      worst.put(tenant, worst(tenant.environment()));
    }
    return new Outcome(
        latencies.values().stream().sorted().toList(),
        worst,
        worst(FLOODING),
        changes,
        deadLetters.pull().size(),
        new Footprint(deployment.function().pid()).peakMib(),
        deployment.function().isAlive(),
        failure);
  }

  /** With the agent, so that they comply until somebody changes something. */
  private void create(String environment) throws IOException, InterruptedException {
    JsonObject body =
        JsonParser.parseString(
                """
                {"config": {"softwareConfig": {"imageVersion": "composer-2.14.1-airflow-2.10.5"},
                            "nodeConfig": {"enableIpMasqAgent": true}}}
                """)
            .getAsJsonObject();
    body.addProperty("name", environment);
    sandbox.post("/v1/" + environment.substring(0, environment.lastIndexOf('/')), body);
  }

  private void awaitFirstVerdicts() {
    Await.until(
        "verdicts on environments that nobody has changed",
        SETTLING,
        () -> {
          take();
          return verdicts.size() == HostileTenant.values().length + 1;
        });
  }

  /** An edit after which the cluster is as it was, for those whose attack makes no entry. */
  private void touch(HostileTenant tenant) throws IOException, InterruptedException {
    if (!tenant.isOfRanges()) {
      JsonArray ranges = new JsonArray();
      ranges.add("10.0.0.0/8");
      HostileTenant.exempt(sandbox, HOSTILE + "/" + tenant.environment(), ranges);
    }
  }

  /** Creates honest environments while one cluster changes all the time. Their names. */
  private List<String> floodAndCreate(Plan plan) throws IOException, InterruptedException {
    List<String> honest = new ArrayList<>();
    try (ClusterFlood flood =
        ClusterFlood.start(sandbox, HOSTILE + "/" + FLOODING, plan.perSecond())) {
      Instant begin = Instant.now();
      for (int i = 0; i < plan.honest(); i++) {
        Instant due = begin.plus(plan.flood().multipliedBy(i).dividedBy(plan.honest()));
        takeUntil(due);
        String name = HONEST + "%03d".formatted(i);
        create("projects/project-of-%s".formatted(name) + LOCATION + "/" + name);
        honest.add(name);
      }
      takeUntil(begin.plus(plan.flood()));
      changes = flood.changes();
      failure = flood.failure();
    }
    return honest;
  }

  private void takeUntil(Instant end) {
    Await.until(
        "the next creation",
        Duration.between(Instant.now(), end).plus(SETTLING),
        () -> {
          take();
          return !Instant.now().isBefore(end);
        });
  }

  /** Until each honest environment and each tenant has its last verdict, or time is up. */
  private void settle(List<String> honest) {
    boolean done =
        Await.comesTrue(
            "verdicts on all environments",
            SETTLING,
            () -> {
              take();
              return latencies.keySet().containsAll(honest) && areTenantsJudged();
            });
    if (!done && failure.isEmpty()) {
      List<String> open = new ArrayList<>(honest);
      open.removeAll(latencies.keySet());
      failure = "no verdict within %s on %s".formatted(SETTLING, open);
    }
  }

  private boolean areTenantsJudged() {
    for (HostileTenant tenant : HostileTenant.values()) {
      if (worst(tenant.environment()) != tenant.expected()) {
        return false;
      }
    }
    return worst(FLOODING) == Verdict.FAIL;
  }

  private void take() throws IOException, InterruptedException {
    for (PublishedFinding finding : feed.pull()) {
      verdicts
          .computeIfAbsent(finding.environment(), any -> new HashMap<>())
          .put(finding.policy(), finding.verdict());
      if (finding.trigger().equals("create-last") && finding.environment().startsWith(HONEST)) {
        latencies.putIfAbsent(
            finding.environment(),
            Duration.between(finding.eventTime(), finding.seen()).toMillis());
      }
    }
  }

  /** FAIL before ERROR before all else. */
  private Verdict worst(String environment) {
    Map<String, Verdict> of = verdicts.getOrDefault(environment, Map.of());
    for (Verdict verdict : List.of(Verdict.FAIL, Verdict.ERROR, Verdict.PASS)) {
      if (of.containsValue(verdict)) {
        return verdict;
      }
    }
    return Verdict.ARCHIVED;
  }
}

package dev.composeraudit.acceptance.campaign.creations;

import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Mailbox;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import dev.composeraudit.acceptance.deployment.SandboxCommands;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Thousands of creations in waves. Calls fail, events are delivered twice and in any order, and
 * processes are killed. Each wave is checked when all its events were handled. The expected
 * findings of each kind are those of a creation without faults, which runs first.
 */
public final class CreationRun {
  private static final double DUPLICATES = 0.1;
  private static final double LATE = 0.2;
  private static final double LATE_SECONDS = 3;

  private final CreationPlan plan;
  private final ScaledDeployment deployment;
  private final Random random;
  private final LatestFindings latest = new LatestFindings();
  private final Mailbox findings;
  private final DeadLetters deadLetters;
  private final CreationFaults faults;
  private final Consumer<String> progress;
  private final Map<CreationKind, Map<String, List<Verdict>>> withoutFaults =
      new EnumMap<>(CreationKind.class);
  private final Map<CreationKind, Tally> tallies = new EnumMap<>(CreationKind.class);
  private final List<String> wrong = new ArrayList<>();

  /** What came of the creations of a kind. */
  public record Tally(int creations, int right, int lost, int wrong) {
    public Tally plus(Tally other) {
      return new Tally(
          creations + other.creations, right + other.right, lost + other.lost, wrong + other.wrong);
    }
  }

  /**
   * What came of all.
   *
   * @param wrong one line for each failed expectation
   */
  public record Outcome(
      Map<CreationKind, Tally> tallies,
      long findings,
      ScaledDeployment.Deliveries deliveries,
      JsonObject calls,
      DeadLetters.Count deadLetters,
      int kills,
      int hardKills,
      int killsInFlight,
      Duration duration,
      List<String> wrong) {}

  private CreationRun(
      CreationPlan plan,
      ScaledDeployment deployment,
      Mailbox findings,
      DeadLetters deadLetters,
      Consumer<String> progress) {
    this.plan = plan;
    this.deployment = deployment;
    this.random = new Random(plan.seed());
    this.findings = findings;
    this.deadLetters = deadLetters;
    this.faults = new CreationFaults(new SandboxCommands(deployment.control()), plan.seed());
    this.progress = progress;
  }

  /**
   * Carries a plan out.
   *
   * @param progress told now and then how far it is
   */
  public static Outcome of(CreationPlan plan, Consumer<String> progress)
      throws IOException, InterruptedException {
    try (ScaledDeployment deployment =
        ScaledDeployment.start(plan.functions(), plan.pubsub(), Duration.ofMillis(300))) {
      Mailbox findings =
          Mailbox.subscribe(
              deployment.pubsub(), Scenario.PROJECT, "composer-audit-findings", "campaign");
      DeadLetters deadLetters = DeadLetters.subscribe(deployment);
      return new CreationRun(plan, deployment, findings, deadLetters, progress).run();
    }
  }

  private Outcome run() throws IOException, InterruptedException {
    runWithoutFaults();
    Instant begin = Instant.now();
    long deliveries = deployment.deliveries().acknowledged();
    faults.begin(plan.faults(), DUPLICATES, LATE, LATE_SECONDS);
    try (ProcessKiller killer =
        new ProcessKiller(
            deployment, plan.seed(), plan.kills(), deliveries + 2L * plan.creations())) {
      killer.start();
      for (int from = 0; from < plan.creations(); from += plan.wave()) {
        wave(from, Math.min(plan.wave(), plan.creations() - from), killer);
        progress.accept(
            "%,d creations, %d kills, %d wrong, %d s"
                .formatted(
                    Math.min(from + plan.wave(), plan.creations()),
                    killer.kills(),
                    wrong.size(),
                    Duration.between(begin, Instant.now()).toSeconds()));
      }
      deadLetters.check(wrong);
      if (killer.kills() < plan.kills()) {
        wrong.add("only %d of %d kills".formatted(killer.kills(), plan.kills()));
      }
      return new Outcome(
          tallies,
          latest.messages(),
          deployment.deliveries(),
          deployment.control().get("/sandbox/call-counts"),
          deadLetters.count(),
          killer.kills(),
          killer.hard(),
          killer.withEventsInFlight(),
          Duration.between(begin, Instant.now()),
          List.copyOf(wrong));
    }
  }

  /** One creation of each kind without any trouble. */
  private void runWithoutFaults() throws IOException, InterruptedException {
    Map<Scenario, CreationKind> created = new LinkedHashMap<>();
    for (CreationKind kind : CreationKind.values()) {
      Scenario scenario =
          kind.of("peace-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
      faults.prepare(kind, scenario);
      create(scenario);
      created.put(scenario, kind);
    }
    settle(created, null);
    created.forEach(
        (scenario, kind) -> {
          Map<String, List<Verdict>> verdicts = latest.verdicts(scenario.environment());
          withoutFaults.put(kind, verdicts);
          kind.expected.forEach(
              (policy, verdict) -> {
                if (!List.of(verdict).equals(verdicts.get(policy))) {
                  wrong.add(
                      "%s without faults: %s is %s, not %s"
                          .formatted(kind, policy, verdicts.get(policy), verdict));
                }
              });
        });
    forget(created.keySet());
  }

  private void wave(int from, int size, ProcessKiller killer)
      throws IOException, InterruptedException {
    Map<Scenario, CreationKind> created = new LinkedHashMap<>();
    int poison = share(plan.poison(), from, size);
    for (int i = 0; i < size; i++) {
      CreationKind kind = CreationKind.any(random);
      Scenario scenario = kind.of("campaign-%05d".formatted(from + i));
      faults.prepare(kind, scenario);
      if (kind.isReadAtCluster() && random.nextDouble() * 100 < plan.faults()) {
        faults.failOnce(scenario);
      }
      create(scenario);
      created.put(scenario, kind);
      if (i < poison) {
        deadLetters.publishPoison(from + i);
      }
    }
    if (from == 0) {
      for (int i = 0; i < plan.doomed(); i++) {
        create(deadLetters.unanswered(i));
      }
    }
    settle(created, killer);
    created.forEach(this::check);
    forget(created.keySet());
  }

  /** So many of all as belong to this part of the creations. */
  private int share(int all, int from, int size) {
    return (int)
        ((long) all * (from + size) / plan.creations() - (long) all * from / plan.creations());
  }

  private void create(Scenario scenario) throws IOException, InterruptedException {
    deployment.control().post(Scenario.collection(), scenario.body());
  }

  /** Waits until all creations have ended and all that was published of them is done with. */
  private void settle(Map<Scenario, CreationKind> created, @Nullable ProcessKiller killer)
      throws IOException, InterruptedException {
    IdleWait quiet = new IdleWait(deployment, plan.timeout());
    CreationWatch watch = new CreationWatch(deployment.control(), created);
    Await.until(
        "the end of all creations and deliveries",
        plan.timeout(),
        () -> {
          if (killer != null) {
            killer.check();
          }
          latest.take(PublishedFinding.all(findings.take()));
          deadLetters.take();
          return quiet.isReached(killer != null && killer.isBusy(), watch.isUnderWay());
        });
    for (List<JsonObject> news = findings.take(); !news.isEmpty(); news = findings.take()) {
      latest.take(PublishedFinding.all(news));
    }
    deadLetters.take();
  }

  private void check(Scenario scenario, CreationKind kind) {
    Map<String, List<Verdict>> expected = withoutFaults.getOrDefault(kind, Map.of());
    Map<String, List<Verdict>> told = latest.verdicts(scenario.environment());
    boolean lost = !told.keySet().containsAll(expected.keySet());
    boolean right = told.equals(expected);
    if (!right) {
      String what =
          "%s %s: told %s, must be %s".formatted(scenario.environment(), kind, told, expected);
      wrong.add(what);
      progress.accept(what);
    }
    tallies.merge(
        kind, new Tally(1, right ? 1 : 0, lost ? 1 : 0, right || lost ? 0 : 1), Tally::plus);
  }

  private void forget(Set<Scenario> created) throws IOException, InterruptedException {
    for (Scenario scenario : created) {
      faults.forget(scenario);
      latest.forget(scenario.environment());
    }
  }
}

package dev.composeraudit.acceptance.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import dev.composeraudit.acceptance.deployment.Run;
import dev.composeraudit.acceptance.deployment.SandboxCommands;
import dev.composeraudit.acceptance.deployment.Scenario;
import dev.composeraudit.acceptance.function.LocalFunction;
import dev.composeraudit.acceptance.function.TestAuditEntry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the function publishes of environments with every kind of result, as a subscriber. */
final class PublishedEnvironments {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  static final Scenario ABSENT = Scenario.ALL.get(0);
  static final Scenario EXEMPTING = Scenario.ALL.get(2);
  static final Scenario OLD = like(ABSENT, "agent-absent-old");
  static final Scenario EXCUSED = like(ABSENT, "agent-absent-excused");
  static final Scenario DELETED = like(ABSENT, "agent-absent-deleted");

  private static final List<Scenario> SCENARIOS =
      Stream.concat(Scenario.ALL.stream(), Stream.of(OLD, EXCUSED, DELETED)).toList();

  /** What one of the environments is excused by where the others are baseline. */
  private static final String EXCEPTION =
      """
      apiVersion: composer-audit/v1
      kind: PolicyException
      metadata: {name: moves-in-spring}
      spec:
        policyRefs:
          - {kind: Policy, name: ip-masquerade-agent-enabled}
          - {kind: Policy, name: destinations-see-an-accepted-source}
        matchResources: ["projects/*/locations/*/environments/agent-absent-excused"]
        expiresAt: %s
        properties: {approved-by: netsec@example.com, reason: It moves in spring.}
      """;

  private final Run run;

  private PublishedEnvironments(Run run) {
    this.run = run;
  }

  /**
   * Creates them, mends one, judges two under other settings, and deletes one.
   *
   * @param folder for the files of the function with other settings
   */
  static PublishedEnvironments publish(Path folder) throws Exception {
    try (Deployment deployment = Deployment.start(DeploymentOptions.standard())) {
      Run run = new Run(deployment, deployment.findings("bigquery"));
      for (Scenario scenario : SCENARIOS) {
        run.create(scenario);
      }
      run.await(SCENARIOS, TIMEOUT, (scenario, finding) -> {}, waiting -> {});
      assertThat(run.missing(SCENARIOS)).isEmpty();
      PublishedEnvironments published = new PublishedEnvironments(run);
      published.mend(deployment);
      published.judgeUnderOtherSettings(deployment, folder);
      new Http(deployment.sandboxUri()).delete("/v1/" + DELETED.resource());
      published.awaitRootAndConsequence(DELETED, it -> it.verdict() == Verdict.ARCHIVED);
      return published;
    }
  }

  /** All findings, in the order in which they came. */
  List<PublishedFinding> findings() {
    return run.findings();
  }

  /** The latest of each environment and policy. */
  Stream<PublishedFinding> latest() {
    return SCENARIOS.stream()
        .flatMap(scenario -> run.latest(scenario.environment()).values().stream());
  }

  /** Somebody takes the destination out of the exemptions; an update makes us look. */
  private void mend(Deployment deployment) throws Exception {
    new SandboxCommands(new Http(deployment.sandboxUri()))
        .exempt(EXEMPTING.resource(), List.of("192.168.0.0/16"));
    deliverUpdate(deployment.functionUri(), EXEMPTING);
    awaitFinding(EXEMPTING, Scenario.DESTINATIONS, it -> it.verdict() == Verdict.PASS);
  }

  /** The same environments, judged by a function for which they are baseline, one excused. */
  private void judgeUnderOtherSettings(Deployment deployment, Path folder) throws Exception {
    Files.writeString(
        folder.resolve("exceptions.yaml"),
        EXCEPTION.formatted(Instant.now().plus(Duration.ofDays(200))));
    Map<String, String> settings = Map.of("ENFORCE_FROM", "2100-01-01T00:00:00Z");
    try (LocalFunction other = LocalFunction.start(deployment.sandbox(), folder, settings)) {
      deliverUpdate(other.uri(), OLD);
      deliverUpdate(other.uri(), EXCUSED);
    }
    awaitRootAndConsequence(OLD, PublishedFinding::isBaseline);
    awaitRootAndConsequence(EXCUSED, it -> it.verdict() == Verdict.SUPPRESSED);
  }

  private static void deliverUpdate(URI function, Scenario scenario) throws Exception {
    TestAuditEntry entry =
        new TestAuditEntry(
            "update-" + scenario.environment(),
            "Update",
            "last",
            scenario.environment(),
            Instant.now());
    assertThat(entry.deliver(function)).isEqualTo(200);
  }

  /** Waits for both policies that failed at the creation's end: each has a message of its own. */
  private void awaitRootAndConsequence(Scenario scenario, Predicate<PublishedFinding> expected) {
    awaitFinding(scenario, Scenario.AGENT, expected);
    awaitFinding(scenario, Scenario.DESTINATIONS, expected);
  }

  private void awaitFinding(
      Scenario scenario, String policy, Predicate<PublishedFinding> expected) {
    Await.until(
        policy + " of " + scenario.environment(),
        TIMEOUT,
        () -> Optional.ofNullable(run.news().latest(scenario.environment()).get(policy)),
        it -> it.filter(expected).isPresent());
  }

  private static Scenario like(Scenario scenario, String environment) {
    return new Scenario(
        environment,
        environment,
        scenario.title(),
        scenario.config(),
        scenario.exempt(),
        scenario.expected());
  }
}

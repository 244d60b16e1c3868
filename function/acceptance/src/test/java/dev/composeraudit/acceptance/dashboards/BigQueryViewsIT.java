package dev.composeraudit.acceptance.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.Finding;
import dev.composeraudit.acceptance.deployment.Finding.Verdict;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.Run;
import dev.composeraudit.acceptance.deployment.Scenario;
import dev.composeraudit.acceptance.function.LocalFunction;
import dev.composeraudit.acceptance.function.TestAuditEntry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The views of {@code scripts/dashboards/bigquery} over what the function really publishes. */
final class BigQueryViewsIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Scenario ABSENT = Scenario.ALL.get(0);
  private static final Scenario EXEMPTING = Scenario.ALL.get(2);
  private static final Scenario OLD = like(ABSENT, "agent-absent-old");
  private static final Scenario EXCUSED = like(ABSENT, "agent-absent-excused");
  private static final Scenario DELETED = like(ABSENT, "agent-absent-deleted");

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

  @TempDir static Path folder;
  private static Run run;
  private static DuckDbWarehouse warehouse;

  @BeforeAll
  static void publishAndLoad() throws Exception {
    warehouse = DuckDbWarehouse.open();
    try (Deployment deployment = Deployment.start(DeploymentOptions.standard())) {
      run = new Run(deployment, deployment.findings("bigquery"));
      for (Scenario scenario : SCENARIOS) {
        run.create(scenario);
      }
      run.await(SCENARIOS, TIMEOUT, (scenario, finding) -> {}, waiting -> {});
      assertThat(run.missing(SCENARIOS)).isEmpty();
      mend(deployment);
      judgeUnderOtherSettings(deployment);
      new Http(deployment.sandboxUri()).delete("/v1/" + DELETED.resource());
      awaitVerdict(DELETED, Verdict.ARCHIVED);
    }
    for (Finding finding : run.findings()) {
      warehouse.insert(finding);
    }
  }

  @AfterAll
  static void close() throws Exception {
    warehouse.close();
  }

  @Test
  void theLatestResultsAreThoseThatASubscriberWouldCollapseTheFindingsTo() throws Exception {
    assertThat(
            warehouse.rows(
                "SELECT environment, policy,"
                    + " CASE WHEN result IN ('SKIP', 'GONE') THEN 'ARCHIVED' ELSE result END"
                    + " FROM findings_latest"))
        .containsExactlyInAnyOrderElementsOf(
            latest()
                .map(
                    finding -> resource(finding) + " " + finding.policy() + " " + finding.verdict())
                .toList());
  }

  @Test
  void whatIsOpenIsOneRowForEachCause() throws Exception {
    List<String> open = warehouse.rows("SELECT environment, policy FROM open_violations");
    assertThat(open)
        .containsExactlyInAnyOrderElementsOf(
            latest()
                .filter(finding -> finding.verdict() == Verdict.FAIL)
                .filter(finding -> finding.causedBy().isEmpty() && !isBaseline(finding))
                .map(finding -> resource(finding) + " " + finding.policy())
                .toList());
    assertThat(open)
        .contains(ABSENT.resource() + " " + Scenario.AGENT)
        .doesNotContain(
            ABSENT.resource() + " " + Scenario.DESTINATIONS,
            EXEMPTING.resource() + " " + Scenario.DESTINATIONS,
            OLD.resource() + " " + Scenario.AGENT,
            EXCUSED.resource() + " " + Scenario.AGENT,
            DELETED.resource() + " " + Scenario.AGENT);
    assertThat(warehouse.rows("SELECT * FROM open_violations WHERE opened_at IS NULL")).isEmpty();
  }

  @Test
  void whyTheOthersAreNotOpenIsReported() throws Exception {
    assertThat(
            warehouse.rows(
                "SELECT environment, policy, result, is_baseline,"
                    + " COALESCE(caused_by, exception_name) FROM findings_latest"
                    + " WHERE result_id = 3 AND policy IN ('%s', '%s') ORDER BY 1, 2"
                        .formatted(Scenario.AGENT, Scenario.DESTINATIONS)))
        .containsExactly(
            row(ABSENT, Scenario.DESTINATIONS, "FAIL false " + Scenario.AGENT),
            row(ABSENT, Scenario.AGENT, "FAIL false null"),
            row(EXCUSED, Scenario.DESTINATIONS, "SUPPRESSED true moves-in-spring"),
            row(EXCUSED, Scenario.AGENT, "SUPPRESSED true moves-in-spring"),
            row(OLD, Scenario.DESTINATIONS, "FAIL true " + Scenario.AGENT),
            row(OLD, Scenario.AGENT, "FAIL true null"));
  }

  @Test
  void noColumnThatAPersonReadsIsEmpty() throws Exception {
    for (String column :
        List.of(
            "finding_uid",
            "message_uid",
            "policy",
            "title",
            "result",
            "result_id",
            "status",
            "status_id",
            "activity_id",
            "severity",
            "severity_id",
            "message",
            "recommendation",
            "project_id",
            "region",
            "environment",
            "console_url",
            "trigger_kind",
            "is_baseline",
            "created_by",
            "event_time",
            "evaluated_at",
            "is_root",
            "is_violation")) {
      assertThat(warehouse.rows("SELECT * FROM findings_latest WHERE %s IS NULL".formatted(column)))
          .as(column)
          .isEmpty();
    }
  }

  @Test
  void detectionIsTimedFromTheAuditLogEntryOn() throws Exception {
    assertThat(
            warehouse.rows(
                "SELECT environment, policy, opened_by, closed_at IS NOT NULL"
                    + " FROM time_to_detect WHERE is_root AND NOT is_baseline"
                    + " AND policy IN ('%s', '%s') ORDER BY 1, 2"
                        .formatted(Scenario.AGENT, Scenario.DESTINATIONS)))
        .containsExactly(
            row(ABSENT, Scenario.AGENT, "create-first false"),
            row(DELETED, Scenario.AGENT, "create-first true"),
            row(EXCUSED, Scenario.AGENT, "create-first false"),
            row(EXEMPTING, Scenario.DESTINATIONS, "create-last true"));
    assertThat(
            warehouse.rows(
                "SELECT min(seconds_to_detect) > 0, max(seconds_to_detect) < 30"
                    + " FROM time_to_detect"))
        .containsExactly("true true");
  }

  @Test
  void theLastDayStandsAsTheLatestResultsDo() throws Exception {
    List<String> expected = new ArrayList<>();
    Map<String, List<Finding>> policies =
        latest()
            .filter(finding -> finding.verdict() != Verdict.ARCHIVED)
            .collect(Collectors.groupingBy(Finding::policy));
    policies.forEach(
        (policy, findings) ->
            expected.add(
                "%s %d %d %d"
                    .formatted(
                        policy,
                        count(findings, Verdict.PASS),
                        count(findings, Verdict.FAIL),
                        count(findings, Verdict.ERROR))));
    assertThat(
            warehouse.rows(
                "SELECT policy, passing, failing + explained + baseline, not_judged"
                    + " FROM compliance_by_day"
                    + " WHERE day = (SELECT max(day) FROM compliance_by_day)"))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(
            warehouse.rows(
                "SELECT failing, baseline, exempt FROM compliance_by_day WHERE policy = '%s'"
                        .formatted(Scenario.AGENT)
                    + " ORDER BY day DESC LIMIT 1"))
        .containsExactly("1 1 1");
  }

  @Test
  void deliveringEverythingAgainBackwardsChangesNothing() throws Exception {
    try (DuckDbWarehouse again = DuckDbWarehouse.open()) {
      for (Finding finding : run.findings()) {
        again.insert(finding);
      }
      Instant later = Instant.now();
      for (int i = run.findings().size() - 1; i >= 0; i--) {
        later = later.plusSeconds(1);
        again.insert(run.findings().get(i).json(), later);
      }
      for (String view :
          List.of(
              "SELECT finding_uid, message_uid, result FROM findings_latest ORDER BY finding_uid",
              "SELECT finding_uid, opened_at FROM open_violations ORDER BY finding_uid",
              "SELECT * FROM compliance_by_day ORDER BY day, policy",
              "SELECT * FROM time_to_detect ORDER BY finding_uid, opened_at")) {
        assertThat(again.rows(view)).as(view).isEqualTo(warehouse.rows(view));
      }
    }
  }

  /** Somebody takes the destination out of the exemptions; an update makes us look. */
  private static void mend(Deployment deployment) throws Exception {
    JsonObject edit = new JsonObject();
    edit.addProperty("environment", EXEMPTING.resource());
    edit.add("destinations", JsonParser.parseString("[\"192.168.0.0/16\"]"));
    new Http(deployment.sandboxUri()).post("/sandbox/egress-policies", edit);
    deliverUpdate(deployment.functionUri(), EXEMPTING);
    awaitVerdict(EXEMPTING, Verdict.PASS);
  }

  /** The same environments, judged by a function for which they are baseline, one excused. */
  private static void judgeUnderOtherSettings(Deployment deployment) throws Exception {
    Files.writeString(
        folder.resolve("exceptions.yaml"),
        EXCEPTION.formatted(Instant.now().plus(Duration.ofDays(200))));
    Map<String, String> settings = Map.of("ENFORCE_FROM", "2100-01-01T00:00:00Z");
    try (LocalFunction other = LocalFunction.start(deployment.sandbox(), folder, settings)) {
      deliverUpdate(other.uri(), OLD);
      deliverUpdate(other.uri(), EXCUSED);
    }
    awaitVerdict(EXCUSED, Verdict.SUPPRESSED);
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

  /** Waits until the policies that failed at the creation's end say this. */
  private static void awaitVerdict(Scenario scenario, Verdict verdict) {
    Await.until(
        verdict + " of " + Scenario.DESTINATIONS + " for " + scenario,
        TIMEOUT,
        () -> run.news().verdict(scenario, Scenario.DESTINATIONS),
        it -> it.filter(verdict::equals).isPresent());
  }

  private static Stream<Finding> latest() {
    return SCENARIOS.stream()
        .flatMap(scenario -> run.latest(scenario.environment()).values().stream());
  }

  private static long count(List<Finding> findings, Verdict verdict) {
    return findings.stream().filter(finding -> finding.verdict() == verdict).count();
  }

  private static String resource(Finding finding) {
    return finding
        .json()
        .getAsJsonArray("resources")
        .get(0)
        .getAsJsonObject()
        .get("name")
        .getAsString();
  }

  private static boolean isBaseline(Finding finding) {
    return finding.json().getAsJsonObject("unmapped").has("baseline");
  }

  private static String row(Scenario scenario, String policy, String rest) {
    return scenario.resource() + " " + policy + " " + rest;
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

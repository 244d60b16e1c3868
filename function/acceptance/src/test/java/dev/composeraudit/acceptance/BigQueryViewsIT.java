package dev.composeraudit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.Finding.Verdict;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The views of {@code scripts/dashboards/bigquery} over what the function really publishes. */
final class BigQueryViewsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Scenario ABSENT = Scenario.ALL.get(0);
  private static final Scenario EXEMPTING = Scenario.ALL.get(2);
  private static final Scenario OLD = like(ABSENT, "agent-absent-old");
  private static final Scenario EXCUSED = like(ABSENT, "agent-absent-excused");
  private static final Scenario DELETED = like(ABSENT, "agent-absent-deleted");

  /** That environments older than today are baseline, and that one of them has an exception. */
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
        expiresAt: 2100-01-01T00:00:00Z
        properties: {approved-by: netsec@example.com, reason: It moves in spring.}
      """;

  @TempDir static Path folder;
  private static Run run;
  private static Warehouse warehouse;

  @BeforeAll
  static void publishAndLoad() throws Exception {
    warehouse = Warehouse.open();
    try (Deployment deployment = Deployment.start(Deployment.Options.standard())) {
      run = new Run(deployment, deployment.findings("bigquery"));
      List<Scenario> scenarios =
          Stream.concat(Scenario.ALL.stream(), Stream.of(OLD, EXCUSED, DELETED)).toList();
      for (Scenario scenario : scenarios) {
        run.create(scenario);
      }
      run.await(scenarios, PATIENCE, (scenario, finding) -> {}, waiting -> {});
      assertThat(run.missing(scenarios)).isEmpty();
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
    List<String> expected = new ArrayList<>();
    for (Scenario scenario :
        Stream.concat(Scenario.ALL.stream(), Stream.of(OLD, EXCUSED, DELETED)).toList()) {
      run.latest(scenario.environment())
          .forEach(
              (policy, finding) ->
                  expected.add(
                      String.join(" ", scenario.resource(), policy, finding.verdict().name())));
    }
    assertThat(
            warehouse.rows(
                "SELECT environment, policy,"
                    + " CASE WHEN result IN ('SKIP', 'GONE') THEN 'ARCHIVED' ELSE result END"
                    + " FROM findings_latest"))
        .hasSize(8 * 4)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void whatIsOpenIsOneRowForEachCause() throws Exception {
    assertThat(
            warehouse.rows("SELECT environment, policy, severity, opened_at FROM open_violations"))
        .singleElement()
        .asString()
        .startsWith(ABSENT.resource() + " " + Scenario.AGENT + " High ")
        .doesNotEndWith("null");
  }

  @Test
  void whyTheOthersAreNotOpenIsTold() throws Exception {
    assertThat(
            warehouse.rows(
                "SELECT split_part(environment, '/', 6), policy, result, is_baseline,"
                    + " COALESCE(caused_by, exception_name) FROM findings_latest"
                    + " WHERE result_id = 3 ORDER BY 1, 2"))
        .containsExactly(
            "agent-absent " + Scenario.DESTINATIONS + " FAIL false " + Scenario.AGENT,
            "agent-absent " + Scenario.AGENT + " FAIL false null",
            "agent-absent-excused " + Scenario.DESTINATIONS + " SUPPRESSED true moves-in-spring",
            "agent-absent-excused " + Scenario.AGENT + " SUPPRESSED true moves-in-spring",
            "agent-absent-old " + Scenario.DESTINATIONS + " FAIL true " + Scenario.AGENT,
            "agent-absent-old " + Scenario.AGENT + " FAIL true null");
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
            "principal",
            "console_url",
            "trigger_kind",
            "is_baseline",
            "event_time",
            "evaluated_at",
            "is_root",
            "is_violation")) {
      assertThat(warehouse.rows("SELECT count(*) FROM findings WHERE %s IS NULL".formatted(column)))
          .as(column)
          .containsExactly("0");
    }
  }

  @Test
  void detectionIsTimedFromTheAuditLogEntryOn() throws Exception {
    assertThat(
            warehouse.rows(
                "SELECT split_part(environment, '/', 6), policy, opened_by, closed_at IS NOT NULL"
                    + " FROM time_to_detect WHERE is_root AND NOT is_baseline ORDER BY 1, 2"))
        .containsExactly(
            "agent-absent " + Scenario.AGENT + " create-first false",
            "agent-absent-deleted " + Scenario.AGENT + " create-first true",
            "agent-absent-excused " + Scenario.AGENT + " create-first false",
            "agent-on-vms-exempt " + Scenario.DESTINATIONS + " create-last true");
    assertThat(warehouse.rows("SELECT min(seconds_to_detect) > 0 FROM time_to_detect"))
        .containsExactly("true");
    assertThat(warehouse.rows("SELECT max(seconds_to_detect) < 30 FROM time_to_detect"))
        .containsExactly("true");
  }

  @Test
  void theLastDayStandsAsTheLatestResultsDo() throws Exception {
    assertThat(
            warehouse.rows(
                "SELECT policy, passing, failing, explained, baseline, exempt, not_judged"
                    + " FROM compliance_by_day"
                    + " WHERE day = (SELECT max(day) FROM compliance_by_day) ORDER BY policy"))
        .containsExactly(
            Scenario.DESTINATIONS + " 2 0 1 1 1 1",
            Scenario.OBSERVABLE + " 5 0 0 0 0 1",
            Scenario.AGENT + " 3 1 0 1 1 0",
            Scenario.COVERAGE + " 5 0 0 0 0 1");
  }

  @Test
  void deliveringEverythingAgainBackwardsChangesNothing() throws Exception {
    try (Warehouse again = Warehouse.open()) {
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
    Map<String, String> settings =
        new HashMap<>(Deployment.settings(deployment.sandboxUri(), deployment.pubsubUri(), folder));
    Files.writeString(folder.resolve("exceptions.yaml"), EXCEPTION);
    settings.put("ENFORCE_FROM", "2100-01-01T00:00:00Z");
    int port = Deployment.freePort();
    URI uri = URI.create("http://127.0.0.1:" + port);
    try (ManagedProcess other =
        Deployment.startFunction(Deployment.Options.standard(), port, folder, settings)) {
      Deployment.awaitAnswer(other, uri);
      deliverUpdate(uri, OLD);
      deliverUpdate(uri, EXCUSED);
    }
    awaitVerdict(EXCUSED, Verdict.SUPPRESSED);
  }

  private static void deliverUpdate(URI function, Scenario scenario) throws Exception {
    Entry entry =
        new Entry(
            "update-" + scenario.environment(),
            "Update",
            "last",
            scenario.environment(),
            Instant.now());
    assertThat(entry.deliver(function)).isEqualTo(200);
  }

  /** Waits until the policies that failed at the creation's end say this. */
  private static void awaitVerdict(Scenario scenario, Verdict verdict) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (run.latest(scenario.environment()).values().stream()
        .noneMatch(
            finding ->
                finding.policy().equals(Scenario.DESTINATIONS) && finding.verdict() == verdict)) {
      assertThat(System.nanoTime()).as("%s of %s", verdict, scenario).isLessThan(deadline);
      run.takeNews();
      Thread.sleep(20);
    }
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

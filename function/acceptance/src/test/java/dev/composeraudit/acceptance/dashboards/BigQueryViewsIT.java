package dev.composeraudit.acceptance.dashboards;

import static dev.composeraudit.acceptance.dashboards.PublishedEnvironments.ABSENT;
import static dev.composeraudit.acceptance.dashboards.PublishedEnvironments.DELETED;
import static dev.composeraudit.acceptance.dashboards.PublishedEnvironments.EXCUSED;
import static dev.composeraudit.acceptance.dashboards.PublishedEnvironments.EXEMPTING;
import static dev.composeraudit.acceptance.dashboards.PublishedEnvironments.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The views of {@code scripts/dashboards/bigquery} over what the function really publishes. */
final class BigQueryViewsIT {
  @TempDir static Path folder;
  private static PublishedEnvironments published;
  private static DuckDbWarehouse warehouse;

  @BeforeAll
  static void publishAndLoad() throws Exception {
    warehouse = DuckDbWarehouse.open();
    published = PublishedEnvironments.publish(folder);
    for (PublishedFinding finding : published.findings()) {
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
            published
                .latest()
                .map(
                    finding -> resource(finding) + " " + finding.policy() + " " + finding.verdict())
                .toList());
  }

  @Test
  void whatIsOpenIsOneRowForEachCause() throws Exception {
    List<String> open = warehouse.rows("SELECT environment, policy FROM open_violations");
    assertThat(open)
        .containsExactlyInAnyOrderElementsOf(
            published
                .latest()
                .filter(finding -> finding.verdict() == Verdict.FAIL)
                .filter(finding -> finding.causedBy().isEmpty() && !finding.isBaseline())
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
                "SELECT min(seconds_to_detect) > 0, max(seconds_to_detect) < 60"
                    + " FROM time_to_detect"))
        .containsExactly("true true");
  }

  @Test
  void theLastDayStandsAsTheLatestResultsDo() throws Exception {
    List<String> expected = new ArrayList<>();
    Map<String, List<PublishedFinding>> policies =
        published
            .latest()
            .filter(finding -> finding.verdict() != Verdict.ARCHIVED)
            .collect(Collectors.groupingBy(PublishedFinding::policy));
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
      for (PublishedFinding finding : published.findings()) {
        again.insert(finding);
      }
      Instant later = Instant.now();
      for (int i = published.findings().size() - 1; i >= 0; i--) {
        later = later.plusSeconds(1);
        again.insert(published.findings().get(i).json(), later);
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

  private static long count(List<PublishedFinding> findings, Verdict verdict) {
    return findings.stream().filter(finding -> finding.verdict() == verdict).count();
  }

  private static String resource(PublishedFinding finding) {
    return finding
        .json()
        .getAsJsonArray("resources")
        .get(0)
        .getAsJsonObject()
        .get("name")
        .getAsString();
  }

  private static String row(Scenario scenario, String policy, String rest) {
    return scenario.resource() + " " + policy + " " + rest;
  }
}

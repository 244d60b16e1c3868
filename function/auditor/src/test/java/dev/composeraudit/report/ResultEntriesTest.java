package dev.composeraudit.report;

import static dev.composeraudit.report.ReporterFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.report.finding.Baseline;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.report.finding.SampleFindings;
import dev.composeraudit.subject.Trigger.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the log says of results, and of the event that they came of. */
class ResultEntriesTest {
  private final ReporterFixture fixture = new ReporterFixture();
  private final EventTimer timer = fixture.timer;

  @ParameterizedTest
  @CsvSource({
    "FAIL, CRITICAL, WARNING",
    "FAIL, HIGH, WARNING",
    "FAIL, MEDIUM, NOTICE",
    "FAIL, LOW, NOTICE",
    "FAIL, INFORMATIONAL, INFO",
    "ERROR, LOW, ERROR",
    "PASS, CRITICAL, INFO",
    "SKIP, HIGH, INFO",
    "EXEMPT, HIGH, INFO",
    "PENDING, HIGH, INFO"
  })
  void onlyWhatCouldNotBeJudgedIsAnErrorOfTheAuditor(
      Outcome outcome, Severity severity, String expected) throws Exception {
    fixture.reporter.send(
        SampleFindings.report(Kind.CREATE_LAST, SampleFindings.of(outcome, "m", severity)), timer);

    assertThat(text(fixture.entries().get(0), "severity")).isEqualTo(expected);
  }

  @Test
  void whatAnotherFindingExplainsIsOnlyANotice() throws Exception {
    fixture.reporter.send(
        SampleFindings.report(
            Kind.CREATE_LAST, SampleFindings.explained(), SampleFindings.error("another-policy")),
        timer);

    assertThat(fixture.entries().subList(0, 2))
        .allSatisfy(
            entry -> {
              assertThat(text(entry, "severity")).isEqualTo("NOTICE");
              assertThat(entry.get("root").getAsBoolean()).isFalse();
              assertThat(entry.getAsJsonArray("caused_by").get(0).getAsString())
                  .isEqualTo("another-policy");
            });
  }

  @Test
  void aResultsEntryIsWhatMetricsAndPeopleReadOfIt() throws Exception {
    fixture.reporter.send(SampleFindings.report(Kind.CREATE_LAST, SampleFindings.fail()), timer);

    assertThat(fixture.entries().get(0))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"severity": "WARNING",
                 "message": "FAIL ip-masquerade-agent-enabled projects/acme-data/locations/europe-west1/environments/etl: The IP masquerade agent is not enabled.",
                 "event": "policy_result",
                 "policy": "ip-masquerade-agent-enabled",
                 "policy_severity": "HIGH",
                 "result": "FAIL",
                 "finding_uid": "38e85c02e8f5942ab5ca1bad5229cb67",
                 "resource_name": "//composer.googleapis.com/projects/acme-data/locations/europe-west1/environments/etl",
                 "environment": {"project": "acme-data", "location": "europe-west1", "name": "etl"},
                 "team": "data",
                 "recommendation": "Recreate the environment with --enable-ip-masq-agent.",
                 "caused_by": [], "root": true, "baseline": false,
                 "policies": "sha256:feedbeef",
                 "trigger": {"kind": "create-last", "insert_id": "1vq2k8cd3h4",
                   "method": "google.cloud.orchestration.airflow.service.v1.Environments.CreateEnvironment",
                   "principal": "alice@example.com"},
                 "logging.googleapis.com/insertId": "40890f830f11a3862ac0cae78bad22f3",
                 "logging.googleapis.com/labels": {"policy": "ip-masquerade-agent-enabled",
                   "result": "FAIL",
                   "environment": "projects/acme-data/locations/europe-west1/environments/etl"},
                 "logging.googleapis.com/operation": {"id": "1vq2k8cd3h4",
                   "producer": "composer-audit"}}
                """));
  }

  @Test
  void whatAlertsShowBetweenBackquotesHasNone() throws Exception {
    fixture.reporter.send(
        SampleFindings.report(
            Kind.CREATE_LAST,
            SampleFindings.of(
                Outcome.FAIL, "\"` [Sign in](https://evil.example) `\" is no range.")),
        timer);

    assertThat(text(fixture.entries().get(0), "message"))
        .endsWith("\"' [Sign in](https://evil.example) '\" is no range.")
        .doesNotContain("`");
  }

  @Test
  void theEventsEntryCountsItsResults() throws Exception {
    fixture.reporter.send(
        SampleFindings.report(
            Kind.CREATE_LAST,
            SampleFindings.fail(),
            SampleFindings.fail(),
            SampleFindings.of(Outcome.PENDING, "m")),
        timer);

    JsonObject entry = fixture.entries().get(3);
    assertThat(text(entry, "message"))
        .isEqualTo("Judged " + SampleFindings.NAME + ": 2 FAIL, 1 PENDING");
    assertThat(entry.getAsJsonObject("results"))
        .isEqualTo(
            JsonParser.parseString(
                "{\"PASS\":0.0,\"FAIL\":2.0,\"SKIP\":0.0,\"ERROR\":0.0,\"EXEMPT\":0.0,"
                    + "\"PENDING\":1.0}"));
    assertThat(entry.get("age_ms").getAsLong()).isEqualTo(4750);
    assertThat(text(entry, "phase")).isEqualTo("LAST");
  }

  @Test
  void theEventsEntryIsWhatMetricsAndPeopleReadOfIt() throws Exception {
    ManualTime time = new ManualTime();
    time.sleep(Duration.between(time.instant(), SampleFindings.JUDGED.minusSeconds(3)));
    EventTimer event = EventTimer.start(TestEvent.published("x"), time);
    time.sleep(Duration.ofSeconds(3));
    event.enter(EventTimer.Stage.EVALUATE);
    time.sleep(Duration.ofSeconds(1));
    doAnswer(
            publish -> {
              time.sleep(Duration.ofSeconds(2));
              return null;
            })
        .when(fixture.findings)
        .publish(any(), any());
    fixture.reporter.send(SampleFindings.report(Kind.CREATE_LAST, SampleFindings.fail()), event);

    assertThat(fixture.entries().get(1))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"severity": "INFO",
                 "message": "Judged projects/acme-data/locations/europe-west1/environments/etl: 1 FAIL",
                 "event": "event_judged", "phase": "LAST", "operation": "operation-1",
                 "environment": {"project": "acme-data", "location": "europe-west1", "name": "etl"},
                 "trigger": {"kind": "create-last", "insert_id": "1vq2k8cd3h4",
                   "method": "google.cloud.orchestration.airflow.service.v1.Environments.CreateEnvironment",
                   "principal": "alice@example.com"},
                 "results": {"PASS": 0.0, "FAIL": 1.0, "SKIP": 0.0, "ERROR": 0.0, "EXEMPT": 0.0,
                   "PENDING": 0.0},
                 "policies": "sha256:feedbeef", "age_ms": 4750.0,
                 "fetch_ms": 3000.0, "evaluate_ms": 1000.0, "publish_ms": 2000.0,
                 "logging.googleapis.com/operation": {"id": "1vq2k8cd3h4",
                   "producer": "composer-audit"}}
                """));
  }

  @Test
  void anEnvironmentFromBeforeTheEnforcementIsLoggedAsBaseline() throws Exception {
    fixture
        .with(new Baseline(SampleFindings.JUDGED))
        .send(SampleFindings.report(Kind.SWEEP, SampleFindings.fail()), timer);

    assertThat(fixture.entries().get(0).get("baseline").getAsBoolean()).isTrue();
  }

  @Test
  void whatIsFoundHasTheTraceOfItsEventToo() throws Exception {
    Report plain = SampleFindings.report(Kind.CREATE_LAST, SampleFindings.fail());
    AuditRequest event = plain.event();
    AuditRequest traced =
        new AuditRequest(
            event.environment(),
            event.trigger(),
            event.phase(),
            event.requestedAgent(),
            event.operationId(),
            event.logName(),
            event.failure(),
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    fixture.reporter.send(
        new Report(traced, plain.subject(), plain.results(), plain.policies(), plain.time()),
        timer);

    assertThat(fixture.entries())
        .hasSize(2)
        .allSatisfy(
            entry ->
                assertThat(text(entry, "logging.googleapis.com/trace"))
                    .isEqualTo("projects/acme-security/traces/4bf92f3577b34da6a3ce929d0e0e4736"));
  }
}

package dev.composeraudit.report;

import static dev.composeraudit.report.ReporterFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.verifyNoInteractions;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.report.finding.SampleFindings;
import dev.composeraudit.report.log.RedeliveryReason;
import dev.composeraudit.subject.Trigger;
import dev.composeraudit.subject.Trigger.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the log says of events of which there is no result. */
class EventEntriesTest {
  private static final String HOSTILE =
      "a|severity=EMERGENCY\r|{\"severity\":\"ERROR\"}\u2028\u0000\u001b[31m\ud800 </script>"
          .replace('|', '\n');
  private final ReporterFixture fixture = new ReporterFixture();
  private final EventTimer timer = fixture.timer;

  @Test
  void aRequestThatComposerRejectedIsOnlyLogged() {
    AuditRequest event = SampleFindings.event(Kind.CREATE_LAST);
    fixture.reporter.logRejected(
        new AuditRequest(
            event.environment(),
            event.trigger(),
            AuditRequest.Phase.REJECTED,
            event.requestedAgent(),
            event.operationId(),
            event.logName(),
            "no such subnetwork"),
        afterOneSecond());

    verifyNoInteractions(fixture.findings);
    JsonObject entry = fixture.onlyEntry();
    assertThat(text(entry, "severity")).isEqualTo("INFO");
    assertThat(text(entry, "event")).isEqualTo("event_rejected");
    assertThat(text(entry, "phase")).isEqualTo("REJECTED");
    assertThat(text(entry, "reason")).isEqualTo("no such subnetwork");
    assertThat(text(entry, "message"))
        .isEqualTo(
            "Composer rejected a request for "
                + SampleFindings.NAME
                + "; there is nothing to judge");
    hasItsTimes(entry);
  }

  @Test
  void anEventThatConcernsNoEnvironmentIsOnlyLogged() {
    fixture.reporter.logIgnored(
        TestEvent.published("x"), "no environment runs in the cluster", afterOneSecond());

    assertThat(fixture.onlyEntry())
        .isEqualTo(
            JsonParser.parseString(
                """
                {"severity": "INFO", "event": "event_ignored", "event_id": "event-1",
                 "age_ms": 3000.0, "fetch_ms": 1000.0, "evaluate_ms": 0.0, "publish_ms": 0.0,
                 "message": "Ignored an event: no environment runs in the cluster",
                 "reason": "no environment runs in the cluster",
                 "logging.googleapis.com/operation": {"id": "event-1",
                   "producer": "composer-audit"}}
                """));
  }

  @ParameterizedTest
  @CsvSource({
    "TOO_EARLY, INFO",
    "TRANSIENT, WARNING",
    "UNPUBLISHED, WARNING",
    "SHUTTING_DOWN, INFO"
  })
  void anEventThatHasToComeAgainIsLoggedWithTheReason(RedeliveryReason why, String severity) {
    fixture.reporter.logPostponed(
        TestEvent.published("x"), why, "reading x: UNAVAILABLE", afterOneSecond());

    assertThat(fixture.onlyEntry())
        .isEqualTo(
            JsonParser.parseString(
                """
                {"severity": "%s", "event": "event_postponed", "event_id": "event-1",
                 "age_ms": 3000.0, "fetch_ms": 1000.0, "evaluate_ms": 0.0, "publish_ms": 0.0,
                 "message": "Postponed an event: reading x: UNAVAILABLE", "code": "%s",
                 "reason": "reading x: UNAVAILABLE",
                 "logging.googleapis.com/operation": {"id": "event-1",
                   "producer": "composer-audit"}}
                """
                    .formatted(severity, why)));
  }

  @Test
  void aDefectIsAnErrorWithItsTrace() {
    fixture.reporter.logDefect(
        TestEvent.published("x"), new IllegalStateException("impossible"), afterOneSecond());

    JsonObject entry = fixture.onlyEntry();
    assertThat(text(entry, "severity")).isEqualTo("ERROR");
    assertThat(text(entry, "event")).isEqualTo("event_postponed");
    assertThat(text(entry, "code")).isEqualTo("DEFECT");
    assertThat(text(entry, "message"))
        .isEqualTo("A defect of Composer Audit: java.lang.IllegalStateException");
    assertThat(text(entry, "reason")).isEqualTo("java.lang.IllegalStateException");
    assertThat(text(entry, "stack_trace"))
        .contains("impossible")
        .contains("aDefectIsAnErrorWithItsTrace");
    assertThat(text(entry, "event_id")).isEqualTo("event-1");
    hasItsTimes(entry);
  }

  @Test
  void anEntryHasTheTraceThatTheRequestCameWith() {
    fixture.reporter.logPostponed(
        TestEvent.published("x")
            .withExtension(
                "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
        RedeliveryReason.TRANSIENT,
        "reading x: UNAVAILABLE",
        timer);

    assertThat(text(fixture.onlyEntry(), "logging.googleapis.com/trace"))
        .isEqualTo("projects/acme-security/traces/4bf92f3577b34da6a3ce929d0e0e4736");
  }

  @Test
  void aTraceThatIsNoneIsLeftOut() {
    fixture.reporter.logPostponed(
        TestEvent.published("x").withExtension("traceparent", HOSTILE),
        RedeliveryReason.TOO_EARLY,
        "not yet",
        timer);

    assertThat(fixture.onlyEntry().has("logging.googleapis.com/trace")).isFalse();
  }

  @Test
  void theStartNamesThePolicies() {
    fixture.reporter.logStart(List.of(SampleFindings.POLICY), "sha256:f", "");

    assertThat(text(fixture.onlyEntry(), "version")).isEqualTo(SampleFindings.PRODUCER.version());
    assertThat(text(fixture.onlyEntry(), "policies")).isEqualTo("sha256:f");
    assertThat(fixture.onlyEntry().getAsJsonArray("policy_names").get(0).getAsString())
        .isEqualTo("ip-masquerade-agent-enabled");
  }

  @Test
  void foreignTextMakesNeitherALineNorAFieldOfItsOwn() throws Exception {
    AuditRequest event =
        new AuditRequest(
            SampleFindings.NAME,
            new Trigger(Kind.CREATE_LAST, HOSTILE, "method", SampleFindings.OCCURRED, HOSTILE),
            AuditRequest.Phase.REJECTED,
            AuditRequest.RequestedAgent.UNKNOWN,
            HOSTILE,
            "log",
            HOSTILE.repeat(1000));
    TestEvent arrived = new TestEvent(HOSTILE, "type", null, Map.of("traceparent", HOSTILE));
    RejectedEvent rejected = new RejectedEvent(RejectedEvent.Code.UNREADABLE, HOSTILE);
    Report report =
        new Report(
            event,
            SampleFindings.subject(),
            List.of(SampleFindings.of(Outcome.FAIL, HOSTILE)),
            "sha256:f",
            SampleFindings.JUDGED);

    fixture.reporter.logRejected(event, timer);
    fixture.reporter.reject(arrived, rejected, timer);
    fixture.reporter.logPostponed(arrived, RedeliveryReason.UNPUBLISHED, HOSTILE, timer);
    fixture.reporter.logDefect(arrived, new IllegalStateException(HOSTILE), timer);
    fixture.reporter.send(report, timer);

    assertThat(fixture.entries()).hasSize(6);
    assertThat(fixture.entries())
        .extracting(entry -> text(entry, "severity"))
        .containsExactly("INFO", "WARNING", "WARNING", "ERROR", "WARNING", "INFO");
    assertThat(fixture.out.size()).isLessThan(40_000);
  }

  /** Of an event that was two seconds old when it arrived, and has been worked on for another. */
  private static EventTimer afterOneSecond() {
    ManualTime time = new ManualTime();
    time.sleep(Duration.ofSeconds(3));
    EventTimer timer = EventTimer.start(TestEvent.published("x"), time);
    time.sleep(Duration.ofSeconds(1));
    return timer;
  }

  private static void hasItsTimes(JsonObject entry) {
    assertThat(entry.get("age_ms").getAsLong()).isEqualTo(3000);
    assertThat(entry.get("fetch_ms").getAsLong()).isEqualTo(1000);
    assertThat(entry.get("evaluate_ms").getAsLong()).isZero();
    assertThat(entry.get("publish_ms").getAsLong()).isZero();
  }
}

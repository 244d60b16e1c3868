package dev.composeraudit.report;

import static dev.composeraudit.report.ReportedCoverage.CHECK;
import static dev.composeraudit.report.ReportedCoverage.COVERED;
import static dev.composeraudit.report.ReportedCoverage.MISSED;
import static dev.composeraudit.report.ReportedCoverage.SCOPE;
import static dev.composeraudit.report.ReportedCoverage.TIME;
import static dev.composeraudit.report.ReportedCoverage.report;
import static dev.composeraudit.report.ReportedCoverage.text;
import static dev.composeraudit.report.ReportedCoverage.timer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.verify;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.policy.result.ExceptionInfo;
import dev.composeraudit.report.finding.CoverageCheck;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.FindingBatch;
import dev.composeraudit.report.finding.FindingStatus;
import dev.composeraudit.report.finding.PublishException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.ArgumentCaptor;

/** What the log says of a coverage check, and what other sinks get of it. */
final class CoverageLogTest {
  private final ReportedCoverage reported = new ReportedCoverage();

  private static final String RECOMMENDATION =
      "Publish {\"kind\": \"sweep\"} to the events topic, and read the function's log: the"
          + " entries about these environments (jsonPayload.event=\"event_postponed\" or"
          + " \"event_refused\") and the dead-letter topic show why they are not judged.";

  @Test
  void theEntriesAreWhatMetricsAndPeopleReadOfIt() throws Exception {
    reported.published(SCOPE, COVERED);

    assertThat(entries())
        .containsExactly(
            JsonParser.parseString(
                    """
                    {"severity": "INFO",
                     "message": "PASS environments-are-judged: Complies: each of the 3 environments below organizations/123 was judged in the last 26 hours.",
                     "event": "policy_result",
                     "trigger": {"kind": "coverage", "insert_id": "check-1"},
                     "policy": "environments-are-judged", "policy_severity": "HIGH",
                     "result": "PASS", "finding_uid": "UID",
                     "resource_name": "//cloudresourcemanager.googleapis.com/organizations/123",
                     "recommendation": "RECOMMENDATION", "root": true, "baseline": false,
                     "logging.googleapis.com/insertId": "MESSAGE",
                     "logging.googleapis.com/labels":
                       {"policy": "environments-are-judged", "result": "PASS"},
                     "logging.googleapis.com/operation": {"id": "check-1",
                       "producer": "composer-audit"}}
                    """
                        .replace("UID", reported.message().getOrderingKey())
                        .replace("MESSAGE", reported.message().getAttributesOrThrow("ce-id"))
                        .replace("RECOMMENDATION", quoted(RECOMMENDATION)))
                .getAsJsonObject(),
            JsonParser.parseString(
                    """
                    {"severity": "INFO",
                     "message": "PASS environments-are-judged: Complies: each of the 3 environments below organizations/123 was judged in the last 26 hours.",
                     "event": "event_coverage",
                     "trigger": {"kind": "coverage", "insert_id": "check-1"},
                     "event_id": "check-1", "environments": 3.0, "unjudged": 0.0, "age_ms": 2000.0,
                     "fetch_ms": 0.0, "evaluate_ms": 0.0, "publish_ms": 0.0,
                     "logging.googleapis.com/operation": {"id": "check-1",
                       "producer": "composer-audit"}}
                    """)
                .getAsJsonObject());
  }

  /** As it stands inside a JSON text. */
  private static String quoted(String text) {
    String json = new JsonPrimitive(text).toString();
    return json.substring(1, json.length() - 1);
  }

  @ParameterizedTest
  @CsvSource({"FAIL, WARNING", "PASS, INFO", "ERROR, ERROR", "SKIP, INFO"})
  void itIsLoggedAsAnyResultAndOnceForTheEvent(String result, String severity) throws Exception {
    reported.published(SCOPE, report(result));
    List<JsonObject> entries = entries();

    assertThat(entries).hasSize(2);
    assertThat(entries.get(0).get("severity").getAsString()).isEqualTo(severity);
    assertThat(entries.get(0).get("event").getAsString()).isEqualTo("policy_result");
    assertThat(entries.get(0).get("result").getAsString()).isEqualTo(result);
    assertThat(entries.get(0).get("root").getAsBoolean()).isTrue();
    assertThat(entries.get(0).get("resource_name").getAsString()).endsWith("/" + SCOPE);
    assertThat(entries.get(0).get("message").getAsString())
        .startsWith(result + " environments-are-judged: ");
    assertThat(entries.get(1).get("severity").getAsString()).isEqualTo("INFO");
    assertThat(entries.get(1).get("event").getAsString()).isEqualTo("event_coverage");
    assertThat(entries.get(1).get("age_ms").getAsDouble()).isEqualTo(2000);
    assertThat(entries.get(1).keySet()).contains("fetch_ms", "evaluate_ms", "publish_ms");
    assertThat(entries.get(1).has("unjudged")).isEqualTo(!result.equals("ERROR"));
  }

  @Test
  void theTimeUntilTheFindingIsAcceptedIsTimeOfPublishing() throws Exception {
    ManualTime time = new ManualTime();
    EventTimer timer = EventTimer.start(TestEvent.published("x"), time);
    time.sleep(Duration.ofSeconds(1));
    doAnswer(
            publish -> {
              time.sleep(Duration.ofSeconds(2));
              return null;
            })
        .when(reported.findings)
        .publish(any(), any());
    reported.reporter.sendCoverage(new CoverageCheck(CHECK, SCOPE, MISSED, List.of(), TIME), timer);

    assertThat(entries().get(1).get("fetch_ms").getAsLong()).isEqualTo(1000);
    assertThat(entries().get(1).get("publish_ms").getAsLong()).isEqualTo(2000);
  }

  @Test
  void nothingIsLoggedOfWhatWasNotAccepted() throws Exception {
    doThrow(new PublishException("unavailable")).when(reported.findings).publish(any(), any());

    assertThatThrownBy(
            () ->
                reported.reporter.sendCoverage(
                    new CoverageCheck(CHECK, SCOPE, MISSED, List.of(), TIME), timer()))
        .isInstanceOf(PublishException.class);
    assertThat(reported.out.size()).isZero();
  }

  @Test
  void furtherSinksAreSentTheSameFinding() throws Exception {
    reported.reporter.sendCoverage(
        new CoverageCheck(CHECK, SCOPE, MISSED, List.of(), TIME), timer());

    ArgumentCaptor<FindingBatch> sent = ArgumentCaptor.captor();
    verify(reported.other).send(sent.capture(), any());
    assertThat(sent.getValue().isComplete()).isTrue();
    assertThat(sent.getValue().published())
        .hasSize(2)
        .first()
        .satisfies(
            finding -> {
              assertThat(finding.uid()).isEqualTo(reported.message().getOrderingKey());
              assertThat(finding.status()).isEqualTo(FindingStatus.STILL_OPEN);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "2026-12-23T10:00:00Z, FAIL, 1 expire within 30 days, STILL_OPEN",
    "2026-12-24T10:00:01Z, PASS, none expires within 30 days, RESOLVED",
    "2026-11-22T10:00:00Z, FAIL, 1 have expired, STILL_OPEN"
  })
  void exceptionsThatEndSoonAreAFindingOfTheirOwn(
      Instant until, String result, String message, FindingStatus status) throws Exception {
    Finding finding =
        exceptions(
            List.of(
                new ExceptionInfo(
                    "agents", List.of("ip-masquerade-agent-enabled"), until, "data@x.org", "N-1")));

    assertThat(finding.policy().name()).isEqualTo("exceptions-expire-soon");
    assertThat(finding.result().outcome().name()).isEqualTo(result);
    assertThat(finding.status()).isEqualTo(status);
    assertThat(finding.resource().fullName()).endsWith("/" + SCOPE);
    assertThat(finding.message()).contains(message);
    if (result.equals("FAIL")) {
      assertThat(finding.result().messages().get(1))
          .contains("agents (ip-masquerade-agent-enabled)", "owner data@x.org; ticket N-1");
    }
  }

  @Test
  void withoutExceptionsTheirFindingIsClosed() throws Exception {
    Finding finding = exceptions(List.of());

    assertThat(finding.result().outcome().name()).isEqualTo("SKIP");
    assertThat(finding.status().isClosed()).isTrue();
    assertThat(finding.uid())
        .isEqualTo(
            exceptions(List.of(new ExceptionInfo("e", List.of("p"), TIME, "someone", ""))).uid());
  }

  private Finding exceptions(List<ExceptionInfo> exceptions) throws Exception {
    reported.reporter.sendCoverage(
        new CoverageCheck(CHECK, SCOPE, COVERED, exceptions, TIME), timer());
    ArgumentCaptor<FindingBatch> sent = ArgumentCaptor.captor();
    verify(reported.other, atLeastOnce()).send(sent.capture(), any());
    return sent.getValue().published().get(1);
  }

  /** Those of coverage and of the event. */
  private List<JsonObject> entries() {
    return reported
        .out
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.contains("\"policy\":\"exceptions-expire-soon\""))
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }
}

package dev.composeraudit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.event.CoverageCount;
import dev.composeraudit.event.CoverageRequest;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.policy.result.ExceptionInfo;
import dev.composeraudit.report.finding.Baseline;
import dev.composeraudit.report.finding.CoverageCheck;
import dev.composeraudit.report.finding.CoverageReport;
import dev.composeraudit.report.finding.CoverageReport.Compared;
import dev.composeraudit.report.finding.CoverageReport.Undecided;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.FindingBatch;
import dev.composeraudit.report.finding.FindingSink;
import dev.composeraudit.report.finding.FindingStatus;
import dev.composeraudit.report.finding.Principals;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.finding.SampleFindings;
import dev.composeraudit.report.finding.TeamLabels;
import dev.composeraudit.report.log.StructuredLog;
import dev.composeraudit.report.ocsf.OcsfSchemaTest;
import dev.composeraudit.report.pubsub.Publisher;
import dev.composeraudit.subject.EnvironmentName;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;

/** What is said of a scope in which environments were missed, or none were, or nobody knows. */
final class CoverageFindingTest {
  private static final String SCOPE = "organizations/123";
  private static final CoverageRequest CHECK =
      new CoverageRequest("check-1", Instant.parse("2026-11-23T10:00:00Z"));
  private static final Instant TIME = Instant.parse("2026-11-23T10:00:02Z");
  private static final CoverageReport MISSED =
      new Compared(CoverageCount.NONE.plus(3, List.of(name("one"), name("two"))));
  private static final CoverageReport COVERED = new Compared(CoverageCount.NONE.plus(3, List.of()));
  private static final CoverageReport UNDECIDED =
      new Undecided(List.of("grant roles/cloudasset.viewer"));
  private static final CoverageReport NOTHING = new Compared(CoverageCount.NONE.plus(0, List.of()));

  private static final String RECOMMENDATION =
      "Publish {\"kind\": \"sweep\"} to the events topic, and look at the function's log: the"
          + " entries about these environments (jsonPayload.event=\"event_postponed\" or"
          + " \"event_refused\") and the dead-letter topic say what keeps them from being judged.";

  private final Publisher findings = mock(Publisher.class);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final FindingSink other = mock(FindingSink.class);
  private final Reporter reporter =
      new Reporter(
          findings,
          List.of(other),
          null,
          new StructuredLog(new PrintStream(out, true, StandardCharsets.UTF_8), System.err, null),
          SampleFindings.PRODUCER,
          Baseline.NONE,
          Principals.FULL,
          TeamLabels.DEFAULT);

  @Test
  void environmentsThatWereMissedAreAViolationThatNamesThem() throws Exception {
    JsonObject finding = published(SCOPE, MISSED);

    assertThat(text(finding, "compliance", "status_code")).isEqualTo("FAIL");
    assertThat(finding.get("activity_name").getAsString()).isEqualTo("Update");
    assertThat(finding.get("message").getAsString())
        .isEqualTo(
            "2 of 3 environments below organizations/123 were not judged in the last 26 hours.");
    assertThat(names(finding))
        .containsExactly(SCOPE, name("one").toString(), name("two").toString());
    assertThat(texts(finding.getAsJsonObject("compliance").getAsJsonArray("status_details")))
        .contains(name("one").toString(), name("two").toString());
  }

  @Test
  void fullCoverageClosesTheFinding() throws Exception {
    JsonObject finding = published(SCOPE, COVERED);

    assertThat(text(finding, "compliance", "status_code")).isEqualTo("PASS");
    assertThat(finding.get("activity_name").getAsString()).isEqualTo("Close");
    assertThat(finding.get("status").getAsString()).isEqualTo("Resolved");
    assertThat(finding.get("message").getAsString()).startsWith("Complies: each of the 3 ");
  }

  @Test
  void whatCannotBeComparedIsAnErrorAndStaysOpen() throws Exception {
    JsonObject finding = published(SCOPE, UNDECIDED);

    assertThat(text(finding, "compliance", "status_code")).isEqualTo("ERROR");
    assertThat(finding.get("status").getAsString()).isEqualTo("New");
    assertThat(texts(finding.getAsJsonObject("compliance").getAsJsonArray("status_details")))
        .containsExactly(
            "It can't be told which environments below organizations/123 were judged.",
            "grant roles/cloudasset.viewer");
  }

  @Test
  void aScopeWithoutEnvironmentsIsNotSaidToComply() throws Exception {
    JsonObject finding = published(SCOPE, NOTHING);

    assertThat(text(finding, "compliance", "status_code")).isEqualTo("SKIP");
    assertThat(finding.get("status").getAsString()).isEqualTo("Archived");
  }

  @Test
  void oneScopeHasOneFindingAndEachCheckOneMessageOfIt() throws Exception {
    JsonObject missed = published(SCOPE, MISSED);
    JsonObject again = published(SCOPE, COVERED);
    JsonObject other = published("folders/7", COVERED);

    assertThat(text(missed, "finding_info", "uid"))
        .isEqualTo(text(again, "finding_info", "uid"))
        .isNotEqualTo(text(other, "finding_info", "uid"));
    assertThat(text(missed, "metadata", "uid")).isEqualTo(text(again, "metadata", "uid"));
    assertThat(missed.getAsJsonObject("finding_info").get("last_seen_time").getAsLong())
        .isEqualTo(CHECK.time().toEpochMilli());
  }

  @Test
  void hundredsOfThemAreCountedAndAHundredNamed() throws Exception {
    List<EnvironmentName> many = IntStream.range(0, 105).mapToObj(i -> name("e-" + i)).toList();
    JsonObject finding = published(SCOPE, new Compared(CoverageCount.NONE.plus(200, many)));

    assertThat(names(finding)).hasSize(101);
    assertThat(texts(finding.getAsJsonObject("compliance").getAsJsonArray("status_details")))
        .hasSize(102)
        .endsWith("and 5 more");
    assertThat(
            texts(
                published(SCOPE, new Compared(CoverageCount.NONE.plus(200, many.subList(0, 100))))
                    .getAsJsonObject("compliance")
                    .getAsJsonArray("status_details")))
        .hasSize(101)
        .endsWith(name("e-99").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"organizations/123", "folders/7", "projects/acme-data"})
  void everyCoverageFindingIsValid(String scope) throws Exception {
    for (CoverageReport report : List.of(MISSED, COVERED, UNDECIDED, NOTHING)) {
      assertThat(OcsfSchemaTest.mistakes(published(scope, report))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "organizations/123, Organization",
    "folders/7, Folder",
    "projects/acme-data, Project"
  })
  void theFirstResourceIsTheScope(String scope, String kind) throws Exception {
    JsonObject resource =
        published(scope, MISSED).getAsJsonArray("resources").get(0).getAsJsonObject();

    assertThat(resource.get("uid").getAsString())
        .isEqualTo("//cloudresourcemanager.googleapis.com/" + scope);
    assertThat(resource.get("type").getAsString())
        .isEqualTo("cloudresourcemanager.googleapis.com/" + kind);
  }

  @Test
  void theAttributesAreThoseOfAnyFinding() throws Exception {
    published("projects/acme-data", MISSED);
    PubsubMessage message = message();

    assertThat(message.getOrderingKey()).hasSize(32);
    assertThat(message.getAttributesMap())
        .containsEntry("compliance_status", "FAIL")
        .containsEntry("severity", "HIGH")
        .containsEntry("policy", "environments-are-judged")
        .containsEntry("project", "acme-data")
        .containsEntry("ce-type", "dev.composeraudit.finding.v1")
        .containsEntry("ce-subject", "projects/acme-data")
        .containsEntry("ce-time", "2026-11-23T10:00:00Z")
        .containsEntry("ce-source", SampleFindings.PRODUCER.source())
        .hasSize(12);
  }

  @Test
  void aCoverageFindingIsOneLikeAnyOther() throws Exception {
    JsonObject finding = published("projects/acme-data", MISSED);

    Golden.assertEqual(
        "coverage-missed.json",
        new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(finding)
            + "\n");
  }

  @Test
  void theEntriesAreWhatMetricsAndPeopleReadOfIt() throws Exception {
    published(SCOPE, COVERED);

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
                        .replace("UID", message().getOrderingKey())
                        .replace("MESSAGE", message().getAttributesOrThrow("ce-id"))
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
    published(SCOPE, report(result));
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
        .when(findings)
        .publish(any(), any());
    reporter.sendCoverage(new CoverageCheck(CHECK, SCOPE, MISSED, List.of(), TIME), timer);

    assertThat(entries().get(1).get("fetch_ms").getAsLong()).isEqualTo(1000);
    assertThat(entries().get(1).get("publish_ms").getAsLong()).isEqualTo(2000);
  }

  @Test
  void nothingIsLoggedOfWhatWasNotAccepted() throws Exception {
    doThrow(new PublishException("unavailable")).when(findings).publish(any(), any());

    assertThatThrownBy(
            () ->
                reporter.sendCoverage(
                    new CoverageCheck(CHECK, SCOPE, MISSED, List.of(), TIME), timer()))
        .isInstanceOf(PublishException.class);
    assertThat(out.size()).isZero();
  }

  @Test
  void furtherSinksAreSentTheSameFinding() throws Exception {
    reporter.sendCoverage(new CoverageCheck(CHECK, SCOPE, MISSED, List.of(), TIME), timer());

    ArgumentCaptor<FindingBatch> sent = ArgumentCaptor.captor();
    verify(other).send(sent.capture(), any());
    assertThat(sent.getValue().isComplete()).isTrue();
    assertThat(sent.getValue().published())
        .hasSize(2)
        .first()
        .satisfies(
            finding -> {
              assertThat(finding.uid()).isEqualTo(message().getOrderingKey());
              assertThat(finding.status()).isEqualTo(FindingStatus.STILL_OPEN);
            });
  }

  @ParameterizedTest
  @CsvSource({"FAIL, HIGH", "PASS, INFORMATIONAL", "ERROR, HIGH", "SKIP, INFORMATIONAL"})
  void whatIsClosedIsInformational(String result, String severity) throws Exception {
    published(SCOPE, report(result));

    assertThat(message().getAttributesMap()).containsEntry("severity", severity);
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
    reporter.sendCoverage(new CoverageCheck(CHECK, SCOPE, COVERED, exceptions, TIME), timer());
    ArgumentCaptor<FindingBatch> sent = ArgumentCaptor.captor();
    verify(other, atLeastOnce()).send(sent.capture(), any());
    return sent.getValue().published().get(1);
  }

  private static CoverageReport report(String result) {
    return switch (result) {
      case "FAIL" -> MISSED;
      case "PASS" -> COVERED;
      case "ERROR" -> UNDECIDED;
      default -> NOTHING;
    };
  }

  private JsonObject published(String scope, CoverageReport report) throws Exception {
    reporter.sendCoverage(new CoverageCheck(CHECK, scope, report, List.of(), TIME), timer());
    return JsonParser.parseString(message().getData().toStringUtf8()).getAsJsonObject();
  }

  /** The last one. */
  private PubsubMessage message() throws PublishException {
    ArgumentCaptor<List<PubsubMessage>> messages = ArgumentCaptor.captor();
    verify(findings, atLeastOnce()).publish(messages.capture(), any());
    List<List<PubsubMessage>> all = messages.getAllValues();
    return all.get(all.size() - 1).get(0);
  }

  /** Those of coverage and of the event. */
  private List<JsonObject> entries() {
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.contains("\"policy\":\"exceptions-expire-soon\""))
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  private static List<String> names(JsonObject finding) {
    List<String> names = new ArrayList<>();
    for (JsonElement resource : finding.getAsJsonArray("resources")) {
      names.add(resource.getAsJsonObject().get("name").getAsString());
    }
    return names;
  }

  private static List<String> texts(JsonArray array) {
    return array.asList().stream().map(JsonElement::getAsString).toList();
  }

  private static String text(JsonObject finding, String object, String key) {
    return finding.getAsJsonObject(object).get(key).getAsString();
  }

  private static EventTimer timer() {
    return EventTimer.start(TestEvent.published("x"), new ManualTime());
  }

  private static EnvironmentName name(String environment) {
    return new EnvironmentName("acme-data", "europe-west1", environment);
  }
}

package dev.composeraudit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.event.AuditEvent;
import dev.composeraudit.event.Refusal;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.fetch.ManualTime;
import dev.composeraudit.policy.Outcome;
import dev.composeraudit.policy.Result;
import dev.composeraudit.policy.Severity;
import dev.composeraudit.subject.Documents;
import dev.composeraudit.subject.InvalidDocumentsException;
import dev.composeraudit.subject.SourceFile;
import dev.composeraudit.subject.Trigger;
import dev.composeraudit.subject.Trigger.Kind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;

/** What is published and what is logged, and in which order. */
class ReporterTest {
  private static final String HOSTILE =
      "a|severity=EMERGENCY\r|{\"severity\":\"ERROR\"}\u2028\u0000\u001b[31m\ud800 </script>"
          .replace('|', '\n');
  private static final Refusal REFUSAL =
      new Refusal(Refusal.Code.FOREIGN_ENTRY, "protoPayload.serviceName: \"x\"");

  private final Watch watch = Watch.start(TestEvent.published("x"), Clock.systemUTC());
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Publisher findings = mock(Publisher.class);
  private final Publisher deadLetters = mock(Publisher.class);
  private final SecurityCenter securityCenter = mock(SecurityCenter.class);
  private final Reporter reporter = reporter(deadLetters, null);

  @Test
  void whatIsToBePublishedGoesInOneCallAndAllIsLogged() throws Exception {
    Result pending = Samples.of(Outcome.PENDING, "not yet");
    reporter.send(Samples.report(Kind.CREATE_LAST, Samples.fail(), pending), watch);

    PubsubMessage message = published(findings).get(0);
    JsonObject ocsf = JsonParser.parseString(message.getData().toStringUtf8()).getAsJsonObject();
    assertThat(message.getOrderingKey())
        .isEqualTo(ocsf.getAsJsonObject("finding_info").get("uid").getAsString());
    assertThat(message.getAttributesMap())
        .containsEntry("ce-id", ocsf.getAsJsonObject("metadata").get("uid").getAsString())
        .hasSize(12);
    assertThat(entries())
        .extracting(entry -> text(entry, "event"))
        .containsExactly("policy_result", "policy_result", "event_judged");
  }

  @Test
  void whereNothingIsToBePublishedNothingIsCalled() throws Exception {
    reporter.send(Samples.report(Kind.CREATE_FIRST, Samples.of(Outcome.PENDING, "not yet")), watch);

    verifyNoInteractions(findings);
    assertThat(entries()).hasSize(2);
  }

  @Test
  void nothingIsLoggedOfWhatWasNotAccepted() throws Exception {
    doThrow(new PublishException("unavailable")).when(findings).publish(any(), any());

    assertThatThrownBy(() -> reporter.send(Samples.report(Kind.CREATE_LAST, Samples.fail()), watch))
        .isInstanceOf(PublishException.class);
    assertThat(out.size()).isZero();
  }

  @Test
  void securityCommandCenterIsToldLastOfWhatWasPublished() throws Exception {
    when(securityCenter.write(any(), any(), anyBoolean(), any()))
        .thenAnswer(
            call -> {
              assertThat(entries()).hasSize(3);
              return Optional.empty();
            });
    Result pending = Samples.of(Outcome.PENDING, "not yet");
    reporter(null, securityCenter)
        .send(Samples.report(Kind.CREATE_LAST, Samples.fail(), pending), watch);

    ArgumentCaptor<List<Finding>> told = ArgumentCaptor.captor();
    InOrder order = inOrder(findings, securityCenter);
    order.verify(findings).publish(any(), any());
    order
        .verify(securityCenter)
        .write(eq(Samples.NAME), told.capture(), eq(false), eq(watch.deadline()));
    assertThat(told.getValue()).extracting(Finding::lifecycle).containsExactly(Lifecycle.OPENED);
    assertThat(entries()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"PASS, true", "SKIP, true", "ERROR, false", "PENDING, false"})
  void onlyWhatDecidesEveryPolicySpeaksOfTheWholeEnvironment(Outcome outcome, boolean whole)
      throws Exception {
    reporter(null, securityCenter)
        .send(Samples.report(Kind.CREATE_LAST, Samples.fail(), Samples.of(outcome, "m")), watch);

    verify(securityCenter).write(any(), any(), eq(whole), any());
  }

  @Test
  void whatSecurityCommandCenterRefusesIsSaidAsAnErrorAndLosesNothing() throws Exception {
    when(securityCenter.write(any(), any(), anyBoolean(), any()))
        .thenReturn(Optional.of("permission denied (grant x)"));
    reporter(null, securityCenter).send(Samples.report(Kind.CREATE_LAST, Samples.fail()), watch);

    assertThat(published(findings)).hasSize(1);
    JsonObject entry = entries().get(2);
    assertThat(text(entry, "severity")).isEqualTo("ERROR");
    assertThat(text(entry, "event")).isEqualTo("security_center_refused");
    assertThat(text(entry, "code")).isEqualTo("SECURITY_CENTER");
    assertThat(text(entry, "reason")).isEqualTo("permission denied (grant x)");
  }

  @Test
  void troubleOfSecurityCommandCenterGivesBackAnEventWhoseFindingsAreOut() throws Exception {
    when(securityCenter.write(any(), any(), anyBoolean(), any()))
        .thenThrow(new PublishException("HTTP 503"));

    assertThatThrownBy(
            () ->
                reporter(null, securityCenter)
                    .archive(Samples.report(Kind.DELETE, Samples.fail()), watch))
        .isInstanceOf(PublishException.class);
    assertThat(published(findings)).hasSize(1);
    assertThat(entries()).hasSize(2);
  }

  @Test
  void whereNothingIsPublishedSecurityCommandCenterIsNotCalled() throws Exception {
    reporter(null, securityCenter)
        .send(Samples.report(Kind.CREATE_FIRST, Samples.of(Outcome.PENDING, "not yet")), watch);

    verifyNoInteractions(securityCenter);
  }

  @Test
  void anArchiveClosesTheFindingOfEveryPolicy() throws Exception {
    Result skip = Samples.of(Outcome.SKIP, "The environment is gone.");
    reporter.archive(Samples.report(Kind.DELETE, skip, skip), watch);

    assertThat(published(findings))
        .hasSize(2)
        .allSatisfy(
            message ->
                assertThat(message.getAttributesMap()).containsEntry("compliance_status", "GONE"));
    assertThat(text(entries().get(2), "event")).isEqualTo("event_archived");
  }

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
    reporter.send(Samples.report(Kind.CREATE_LAST, Samples.of(outcome, "m", severity)), watch);

    assertThat(text(entries().get(0), "severity")).isEqualTo(expected);
  }

  @Test
  void whatAnotherFindingExplainsIsOnlyANotice() throws Exception {
    reporter.send(
        Samples.report(Kind.CREATE_LAST, Samples.explained(), Samples.error("another-policy")),
        watch);

    assertThat(entries().subList(0, 2))
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
    reporter.send(Samples.report(Kind.CREATE_LAST, Samples.fail()), watch);

    assertThat(entries().get(0))
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
                   "producer": "composer-audit", "first": false, "last": false},
                 "logging.googleapis.com/trace_sampled": false}
                """));
  }

  @Test
  void theEventsEntryCountsItsResults() throws Exception {
    reporter.send(
        Samples.report(
            Kind.CREATE_LAST, Samples.fail(), Samples.fail(), Samples.of(Outcome.PENDING, "m")),
        watch);

    JsonObject entry = entries().get(3);
    assertThat(text(entry, "message")).isEqualTo("Judged " + Samples.NAME + ": 2 FAIL, 1 PENDING");
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
    time.sleep(Duration.between(time.instant(), Samples.JUDGED.minusSeconds(3)));
    Watch event = Watch.start(TestEvent.published("x"), time);
    time.sleep(Duration.ofSeconds(3));
    event.enter(Watch.Stage.JUDGING);
    time.sleep(Duration.ofSeconds(1));
    doAnswer(
            publish -> {
              time.sleep(Duration.ofSeconds(2));
              return null;
            })
        .when(findings)
        .publish(any(), any());
    reporter.send(Samples.report(Kind.CREATE_LAST, Samples.fail()), event);

    assertThat(entries().get(1))
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
                 "looking_ms": 3000.0, "judging_ms": 1000.0, "telling_ms": 2000.0,
                 "logging.googleapis.com/operation": {"id": "1vq2k8cd3h4",
                   "producer": "composer-audit", "first": false, "last": false},
                 "logging.googleapis.com/labels": {}, "logging.googleapis.com/trace_sampled": false}
                """));
  }

  @Test
  void anEnvironmentFromBeforeTheEnforcementIsLoggedAsBaseline() throws Exception {
    Reporter lenient =
        new Reporter(
            findings,
            null,
            null,
            new Journal(new PrintStream(out, true, StandardCharsets.US_ASCII), null),
            Samples.PRODUCT,
            new Baseline(Samples.JUDGED));
    lenient.send(Samples.report(Kind.SWEEP, Samples.fail()), watch);

    assertThat(entries().get(0).get("baseline").getAsBoolean()).isTrue();
  }

  @Test
  void aRequestThatComposerRejectedIsOnlyLogged() {
    AuditEvent event = Samples.event(Kind.CREATE_LAST);
    reporter.pass(
        new AuditEvent(
            event.environment(),
            event.trigger(),
            AuditEvent.Phase.REJECTED,
            event.requestedAgent(),
            event.operationId(),
            event.logName(),
            "no such subnetwork"),
        watch);

    verifyNoInteractions(findings);
    JsonObject entry = onlyEntry();
    assertThat(text(entry, "severity")).isEqualTo("INFO");
    assertThat(text(entry, "event")).isEqualTo("event_rejected");
    assertThat(text(entry, "phase")).isEqualTo("REJECTED");
    assertThat(text(entry, "reason")).isEqualTo("no such subnetwork");
    assertThat(text(entry, "message"))
        .isEqualTo(
            "Composer rejected a request for " + Samples.NAME + "; there is nothing to judge");
  }

  @Test
  void anEventThatConcernsNoEnvironmentIsOnlyLogged() {
    reporter.ignore(TestEvent.published("x"), "no environment runs in the cluster", standing());

    assertThat(onlyEntry())
        .isEqualTo(
            JsonParser.parseString(
                """
                {"severity": "INFO", "event": "event_ignored", "event_id": "event-1",
                 "age_ms": 2000.0, "looking_ms": 0.0, "judging_ms": 0.0, "telling_ms": 0.0,
                 "message": "Ignored an event: no environment runs in the cluster",
                 "reason": "no environment runs in the cluster",
                 "logging.googleapis.com/operation": {"id": "event-1",
                   "producer": "composer-audit", "first": false, "last": false},
                 "logging.googleapis.com/labels": {}, "logging.googleapis.com/trace_sampled": false}
                """));
  }

  @ParameterizedTest
  @CsvSource({
    "TOO_EARLY, INFO",
    "TRANSIENT, WARNING",
    "UNPUBLISHED, WARNING",
    "SHUTTING_DOWN, INFO"
  })
  void anEventThatHasToComeAgainIsLoggedWithTheReason(Postponement why, String severity) {
    reporter.postpone(TestEvent.published("x"), why, "reading x: UNAVAILABLE", standing());

    assertThat(onlyEntry())
        .isEqualTo(
            JsonParser.parseString(
                """
                {"severity": "%s", "event": "event_postponed", "event_id": "event-1",
                 "age_ms": 2000.0, "looking_ms": 0.0, "judging_ms": 0.0, "telling_ms": 0.0,
                 "message": "Postponed an event: reading x: UNAVAILABLE", "code": "%s",
                 "reason": "reading x: UNAVAILABLE",
                 "logging.googleapis.com/operation": {"id": "event-1",
                   "producer": "composer-audit", "first": false, "last": false},
                 "logging.googleapis.com/labels": {}, "logging.googleapis.com/trace_sampled": false}
                """
                    .formatted(severity, why)));
  }

  /** Of an event that was two seconds old when all clocks stopped. */
  private static Watch standing() {
    ManualTime time = new ManualTime();
    time.sleep(Duration.ofSeconds(3));
    return Watch.start(TestEvent.published("x"), time);
  }

  @Test
  void aDefectIsAnErrorWithItsTrace() {
    reporter.breakDown(TestEvent.published("x"), new IllegalStateException("impossible"), watch);

    JsonObject entry = onlyEntry();
    assertThat(text(entry, "severity")).isEqualTo("ERROR");
    assertThat(text(entry, "event")).isEqualTo("event_postponed");
    assertThat(text(entry, "code")).isEqualTo("DEFECT");
    assertThat(text(entry, "message"))
        .isEqualTo("A defect of Composer Audit: java.lang.IllegalStateException");
    assertThat(text(entry, "reason")).isEqualTo("java.lang.IllegalStateException");
    assertThat(text(entry, "stack_trace"))
        .contains("impossible")
        .contains("aDefectIsAnErrorWithItsTrace");
  }

  @Test
  void aRefusedEventIsCopiedAndTheLogSaysWhy() throws Exception {
    reporter.refuse(TestEvent.published("hello"), REFUSAL, watch);

    assertThat(published(deadLetters)).hasSize(1);
    JsonObject entry = onlyEntry();
    assertThat(text(entry, "severity")).isEqualTo("WARNING");
    assertThat(text(entry, "event")).isEqualTo("event_refused");
    assertThat(text(entry, "code")).isEqualTo("FOREIGN_ENTRY");
    assertThat(text(entry, "reason")).isEqualTo(REFUSAL.message());
    assertThat(text(entry, "event_id")).isEqualTo("event-1");
    assertThat(entry.get("dead_lettered").getAsBoolean()).isTrue();
    verifyNoInteractions(findings);
  }

  @Test
  void withoutADeadLetterTopicARefusedEventIsOnlyLogged() throws Exception {
    reporter(null, null).refuse(TestEvent.published("hello"), REFUSAL, watch);

    assertThat(onlyEntry().get("dead_lettered").getAsBoolean()).isFalse();
  }

  @Test
  void aRefusalIsLoggedEvenIfItsCopyIsNotAcceptedAndThenThrown() throws Exception {
    doThrow(new PublishException("unavailable")).when(deadLetters).publish(any(), any());

    assertThatThrownBy(() -> reporter.refuse(TestEvent.published("hello"), REFUSAL, watch))
        .isInstanceOf(PublishException.class);
    assertThat(onlyEntry().get("dead_lettered").getAsBoolean()).isFalse();
  }

  @Test
  void anEntryHasTheTraceThatTheRequestCameWith() {
    reporter.postpone(
        TestEvent.published("x")
            .withExtension(
                "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
        Postponement.TRANSIENT,
        "reading x: UNAVAILABLE",
        watch);

    assertThat(text(onlyEntry(), "logging.googleapis.com/trace"))
        .isEqualTo("projects/acme-security/traces/4bf92f3577b34da6a3ce929d0e0e4736");
  }

  @Test
  void whatIsFoundHasTheTraceOfItsEventToo() throws Exception {
    Report plain = Samples.report(Kind.CREATE_LAST, Samples.fail());
    AuditEvent event = plain.event();
    AuditEvent traced =
        new AuditEvent(
            event.environment(),
            event.trigger(),
            event.phase(),
            event.requestedAgent(),
            event.operationId(),
            event.logName(),
            event.failure(),
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    reporter.send(
        new Report(traced, plain.subject(), plain.results(), plain.policies(), plain.time()),
        watch);

    assertThat(entries())
        .hasSize(2)
        .allSatisfy(
            entry ->
                assertThat(text(entry, "logging.googleapis.com/trace"))
                    .isEqualTo("projects/acme-security/traces/4bf92f3577b34da6a3ce929d0e0e4736"));
  }

  @Test
  void aTraceThatIsNoneIsLeftOut() {
    reporter.postpone(
        TestEvent.published("x").withExtension("traceparent", HOSTILE),
        Postponement.TOO_EARLY,
        "not yet",
        watch);

    assertThat(onlyEntry().has("logging.googleapis.com/trace")).isFalse();
  }

  @Test
  void theStartNamesThePolicies() {
    reporter.started(List.of(Samples.POLICY), "sha256:f");

    assertThat(text(onlyEntry(), "policies")).isEqualTo("sha256:f");
    assertThat(onlyEntry().getAsJsonArray("policy_names").get(0).getAsString())
        .isEqualTo("ip-masquerade-agent-enabled");
  }

  @Test
  void foreignTextMakesNeitherALineNorAFieldOfItsOwn() throws Exception {
    AuditEvent event =
        new AuditEvent(
            Samples.NAME,
            new Trigger(Kind.CREATE_LAST, HOSTILE, "method", Samples.OCCURRED, HOSTILE),
            AuditEvent.Phase.REJECTED,
            AuditEvent.RequestedAgent.UNKNOWN,
            HOSTILE,
            "log",
            HOSTILE.repeat(1000));
    TestEvent arrived = new TestEvent(HOSTILE, "type", null, Map.of("traceparent", HOSTILE));
    Refusal refusal = new Refusal(Refusal.Code.UNREADABLE, HOSTILE);
    Report report =
        new Report(
            event,
            Samples.subject(),
            List.of(Samples.of(Outcome.FAIL, HOSTILE)),
            "sha256:f",
            Samples.JUDGED);

    reporter.pass(event, watch);
    reporter.refuse(arrived, refusal, watch);
    reporter.postpone(arrived, Postponement.UNPUBLISHED, HOSTILE, watch);
    reporter.breakDown(arrived, new IllegalStateException(HOSTILE), watch);
    reporter.send(report, watch);

    assertThat(entries()).hasSize(6);
    assertThat(entries())
        .extracting(entry -> text(entry, "severity"))
        .containsExactly("INFO", "WARNING", "WARNING", "ERROR", "WARNING", "INFO");
    assertThat(out.size()).isLessThan(40_000);
  }

  private Reporter reporter(@Nullable Publisher refused, @Nullable SecurityCenter center) {
    return new Reporter(
        findings,
        refused,
        center,
        new Journal(new PrintStream(out, true, StandardCharsets.US_ASCII), null),
        Samples.PRODUCT,
        Baseline.NONE);
  }

  private List<PubsubMessage> published(Publisher to) throws PublishException {
    ArgumentCaptor<List<PubsubMessage>> messages = ArgumentCaptor.captor();
    verify(to).publish(messages.capture(), any());
    return messages.getValue();
  }

  /** Every line, each of which has to be strict JSON by itself. */
  private List<JsonObject> entries() {
    return out.toString(StandardCharsets.UTF_8).lines().map(ReporterTest::strict).toList();
  }

  private JsonObject onlyEntry() {
    assertThat(entries()).hasSize(1);
    return entries().get(0);
  }

  private static JsonObject strict(String line) {
    try {
      return new Documents(Documents.PROVIDER)
          .read(new SourceFile("line", line))
          .get(0)
          .value()
          .getAsJsonObject();
    } catch (InvalidDocumentsException malformed) {
      throw new AssertionError(line, malformed);
    }
  }

  private static String text(JsonObject entry, String key) {
    return entry.get(key).getAsString();
  }
}

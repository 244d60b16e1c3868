package dev.composeraudit.report;

import static dev.composeraudit.report.ReporterFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.event.CoverageRequest;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.report.finding.CoverageCheck;
import dev.composeraudit.report.finding.CoverageReport;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.FindingBatch;
import dev.composeraudit.report.finding.FindingSink;
import dev.composeraudit.report.finding.FindingStatus;
import dev.composeraudit.report.finding.FindingsRejectedException;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.finding.SampleFindings;
import dev.composeraudit.subject.Trigger.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;

/** What is published, what is kept of what was refused, and in which order. */
class ReporterTest {
  private static final RejectedEvent REFUSAL =
      new RejectedEvent(RejectedEvent.Code.FOREIGN_ENTRY, "protoPayload.serviceName: \"x\"");
  private final ReporterFixture bench = new ReporterFixture();
  private final EventTimer timer = bench.timer;

  @Test
  void whatIsToBePublishedGoesInOneCallAndAllIsLogged() throws Exception {
    Result pending = SampleFindings.of(Outcome.PENDING, "not yet");
    bench.reporter.send(
        SampleFindings.report(Kind.CREATE_LAST, SampleFindings.fail(), pending), timer);

    PubsubMessage message = bench.published(bench.findings).get(0);
    JsonObject ocsf = JsonParser.parseString(message.getData().toStringUtf8()).getAsJsonObject();
    assertThat(message.getOrderingKey())
        .isEqualTo(ocsf.getAsJsonObject("finding_info").get("uid").getAsString());
    assertThat(message.getAttributesMap())
        .containsEntry("ce-id", ocsf.getAsJsonObject("metadata").get("uid").getAsString())
        .hasSize(12);
    assertThat(bench.entries())
        .extracting(entry -> text(entry, "event"))
        .containsExactly("policy_result", "policy_result", "event_judged");
  }

  @Test
  void whereNothingIsToBePublishedNothingIsCalled() throws Exception {
    bench.reporter.send(
        SampleFindings.report(Kind.CREATE_FIRST, SampleFindings.of(Outcome.PENDING, "not yet")),
        timer);

    verifyNoInteractions(bench.findings);
    assertThat(bench.entries()).hasSize(2);
  }

  @Test
  void nothingIsLoggedOfWhatWasNotAccepted() throws Exception {
    doThrow(new PublishException("unavailable")).when(bench.findings).publish(any(), any());

    assertThatThrownBy(
            () ->
                bench.reporter.send(
                    SampleFindings.report(Kind.CREATE_LAST, SampleFindings.fail()), timer))
        .isInstanceOf(PublishException.class);
    assertThat(bench.out.size()).isZero();
  }

  @Test
  void furtherSinksAreSentLastWhatWasPublishedAndLogged() throws Exception {
    doAnswer(
            call -> {
              assertThat(bench.entries()).hasSize(3);
              return null;
            })
        .when(bench.other)
        .send(any(), any());
    Result pending = SampleFindings.of(Outcome.PENDING, "not yet");
    bench
        .withSinks(bench.other)
        .send(SampleFindings.report(Kind.CREATE_LAST, SampleFindings.fail(), pending), timer);

    ArgumentCaptor<FindingBatch> sent = ArgumentCaptor.captor();
    InOrder order = inOrder(bench.findings, bench.other);
    order.verify(bench.findings).publish(any(), any());
    order.verify(bench.other).send(sent.capture(), eq(timer));
    assertThat(sent.getValue().published())
        .extracting(Finding::status)
        .containsExactly(FindingStatus.OPENED);
    assertThat(bench.entries()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"PASS, true", "SKIP, true", "ERROR, false", "PENDING, false"})
  void aBatchIsCompleteIfEveryPolicyWasDecided(Outcome outcome, boolean complete) throws Exception {
    bench
        .withSinks(bench.other)
        .send(
            SampleFindings.report(
                Kind.CREATE_LAST, SampleFindings.fail(), SampleFindings.of(outcome, "m")),
            timer);

    ArgumentCaptor<FindingBatch> sent = ArgumentCaptor.captor();
    verify(bench.other).send(sent.capture(), any());
    assertThat(sent.getValue().isComplete()).isEqualTo(complete);
  }

  @Test
  void whatASinkRejectsForGoodIsLoggedAsAnErrorAndLosesNothing() throws Exception {
    doThrow(rejected()).when(bench.other).send(any(), any());
    bench
        .withSinks(bench.other)
        .send(SampleFindings.report(Kind.CREATE_LAST, SampleFindings.fail()), timer);

    assertThat(bench.published(bench.findings)).hasSize(1);
    JsonObject entry = bench.entries().get(2);
    assertThat(text(entry, "severity")).isEqualTo("ERROR");
    assertThat(text(entry, "event")).isEqualTo("security_center_refused");
    assertThat(text(entry, "code")).isEqualTo("SECURITY_CENTER");
    assertThat(text(entry, "reason")).isEqualTo("permission denied (grant x)");
    assertThat(text(entry, "phase")).isEqualTo("LAST");
  }

  @Test
  void whatASinkRejectsOfCoverageIsLoggedWithItsScope() throws Exception {
    doThrow(rejected()).when(bench.other).send(any(), any());
    bench
        .withSinks(bench.other)
        .sendCoverage(
            new CoverageCheck(
                new CoverageRequest("check-1", SampleFindings.OCCURRED),
                "folders/7",
                new CoverageReport.Compared(1, List.of()),
                SampleFindings.JUDGED),
            timer);

    JsonObject entry = bench.entries().get(2);
    assertThat(text(entry, "event")).isEqualTo("security_center_refused");
    assertThat(text(entry, "message")).contains("the findings of folders/7");
  }

  @Test
  void aSinkThatFailsGivesBackAnEventWhoseFindingsAreOut() throws Exception {
    doThrow(new PublishException("HTTP 503")).when(bench.other).send(any(), any());

    assertThatThrownBy(
            () ->
                bench
                    .withSinks(bench.other)
                    .archive(SampleFindings.report(Kind.DELETE, SampleFindings.fail()), timer))
        .isInstanceOf(PublishException.class);
    assertThat(bench.published(bench.findings)).hasSize(1);
    assertThat(bench.entries()).hasSize(2);
  }

  @Test
  void aSinkThatFailsKeepsNothingFromTheOthers() throws Exception {
    FindingSink failing = mock(FindingSink.class);
    FindingSink alsoFailing = mock(FindingSink.class);
    doThrow(new PublishException("one")).when(failing).send(any(), any());
    doThrow(new PublishException("two")).when(alsoFailing).send(any(), any());

    assertThatThrownBy(
            () ->
                bench
                    .withSinks(failing, alsoFailing, bench.other)
                    .send(SampleFindings.report(Kind.SWEEP, SampleFindings.fail()), timer))
        .hasMessage("one")
        .satisfies(failure -> assertThat(failure.getSuppressed()[0]).hasMessage("two"));
    verify(bench.other).send(any(), any());
  }

  private static FindingsRejectedException rejected() {
    return new FindingsRejectedException(
        "Security Command Center", "SECURITY_CENTER", "permission denied (grant x)");
  }

  @Test
  void anArchiveClosesTheFindingOfEveryPolicy() throws Exception {
    Result skip = SampleFindings.of(Outcome.SKIP, "The environment is gone.");
    bench.reporter.archive(SampleFindings.report(Kind.DELETE, skip, skip), timer);

    assertThat(bench.published(bench.findings))
        .hasSize(2)
        .allSatisfy(
            message ->
                assertThat(message.getAttributesMap()).containsEntry("compliance_status", "GONE"));
    assertThat(text(bench.entries().get(2), "event")).isEqualTo("event_archived");
  }

  @Test
  void aRefusedEventIsCopiedAndTheLogSaysWhy() throws Exception {
    bench.reporter.reject(TestEvent.published("hello"), REFUSAL, timer);

    assertThat(bench.published(bench.deadLetters)).hasSize(1);
    JsonObject entry = bench.onlyEntry();
    assertThat(text(entry, "severity")).isEqualTo("WARNING");
    assertThat(text(entry, "event")).isEqualTo("event_refused");
    assertThat(text(entry, "code")).isEqualTo("FOREIGN_ENTRY");
    assertThat(text(entry, "reason")).isEqualTo(REFUSAL.message());
    assertThat(text(entry, "event_id")).isEqualTo("event-1");
    assertThat(entry.get("dead_lettered").getAsBoolean()).isTrue();
    verifyNoInteractions(bench.findings);
  }

  @Test
  void theTimeThatACopyTakesIsTimeOfTelling() throws Exception {
    ManualTime time = new ManualTime();
    EventTimer event = EventTimer.start(TestEvent.published("x"), time);
    time.sleep(Duration.ofSeconds(1));
    doAnswer(
            publish -> {
              time.sleep(Duration.ofSeconds(2));
              return null;
            })
        .when(bench.deadLetters)
        .publish(any(), any());
    bench.reporter.reject(TestEvent.published("hello"), REFUSAL, event);

    assertThat(bench.onlyEntry().get("fetch_ms").getAsLong()).isEqualTo(1000);
    assertThat(bench.onlyEntry().get("publish_ms").getAsLong()).isEqualTo(2000);
  }

  @Test
  void whatTheNextSweepAsksAgainIsRefusedWithoutACopy() {
    bench.reporter.rejectWithoutCopy(TestEvent.published("hello"), REFUSAL, timer);

    verifyNoInteractions(bench.deadLetters);
    JsonObject entry = bench.onlyEntry();
    assertThat(text(entry, "severity")).isEqualTo("WARNING");
    assertThat(text(entry, "event")).isEqualTo("event_refused");
    assertThat(text(entry, "code")).isEqualTo("FOREIGN_ENTRY");
    assertThat(entry.get("dead_lettered").getAsBoolean()).isFalse();
  }

  @Test
  void withoutADeadLetterTopicARefusedEventIsOnlyLogged() throws Exception {
    bench.withoutDeadLetters().reject(TestEvent.published("hello"), REFUSAL, timer);

    assertThat(bench.onlyEntry().get("dead_lettered").getAsBoolean()).isFalse();
  }

  @Test
  void aRefusalIsLoggedEvenIfItsCopyIsNotAcceptedAndThenThrown() throws Exception {
    doThrow(new PublishException("unavailable")).when(bench.deadLetters).publish(any(), any());

    assertThatThrownBy(() -> bench.reporter.reject(TestEvent.published("hello"), REFUSAL, timer))
        .isInstanceOf(PublishException.class);
    assertThat(bench.onlyEntry().get("dead_lettered").getAsBoolean()).isFalse();
  }
}

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
import dev.composeraudit.event.CoverageCount;
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

/** What is published, what is copied of what was rejected, and in which order. */
class ReporterTest {
  private static final RejectedEvent REJECTED =
      new RejectedEvent(RejectedEvent.Code.FOREIGN_ENTRY, "protoPayload.serviceName: \"x\"");
  private final ReporterFixture fixture = new ReporterFixture();
  private final EventTimer timer = fixture.timer;

  @Test
  void whatIsToBePublishedGoesInOneCallAndAllIsLogged() throws Exception {
    Result pending = SampleFindings.of(Outcome.PENDING, "not yet");
    fixture.reporter.send(
        SampleFindings.report(Kind.CREATE_LAST, SampleFindings.fail(), pending), timer);

    PubsubMessage message = fixture.published(fixture.findings).get(0);
    JsonObject ocsf = JsonParser.parseString(message.getData().toStringUtf8()).getAsJsonObject();
    assertThat(message.getOrderingKey())
        .isEqualTo(ocsf.getAsJsonObject("finding_info").get("uid").getAsString());
    assertThat(message.getAttributesMap())
        .containsEntry("ce-id", ocsf.getAsJsonObject("metadata").get("uid").getAsString())
        .containsEntry("team", "data")
        .hasSize(13);
    assertThat(fixture.entries())
        .extracting(entry -> text(entry, "event"))
        .containsExactly("policy_result", "policy_result", "event_judged");
  }

  @Test
  void whereNothingIsToBePublishedNothingIsCalled() throws Exception {
    fixture.reporter.send(
        SampleFindings.report(Kind.CREATE_FIRST, SampleFindings.of(Outcome.PENDING, "not yet")),
        timer);

    verifyNoInteractions(fixture.findings);
    assertThat(fixture.entries()).hasSize(2);
  }

  @Test
  void nothingIsLoggedOfWhatWasNotAccepted() throws Exception {
    doThrow(new PublishException("unavailable")).when(fixture.findings).publish(any(), any());

    assertThatThrownBy(
            () ->
                fixture.reporter.send(
                    SampleFindings.report(Kind.CREATE_LAST, SampleFindings.fail()), timer))
        .isInstanceOf(PublishException.class);
    assertThat(fixture.out.size()).isZero();
  }

  @Test
  void furtherSinksAreSentLastWhatWasPublishedAndLogged() throws Exception {
    doAnswer(
            call -> {
              assertThat(fixture.entries()).hasSize(3);
              return null;
            })
        .when(fixture.other)
        .send(any(), any());
    Result pending = SampleFindings.of(Outcome.PENDING, "not yet");
    fixture
        .withSinks(fixture.other)
        .send(SampleFindings.report(Kind.CREATE_LAST, SampleFindings.fail(), pending), timer);

    ArgumentCaptor<FindingBatch> sent = ArgumentCaptor.captor();
    InOrder order = inOrder(fixture.findings, fixture.other);
    order.verify(fixture.findings).publish(any(), any());
    order.verify(fixture.other).send(sent.capture(), eq(timer));
    assertThat(sent.getValue().published())
        .extracting(Finding::status)
        .containsExactly(FindingStatus.OPENED);
    assertThat(fixture.entries()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"PASS, true", "SKIP, true", "ERROR, false", "PENDING, false"})
  void aBatchIsCompleteIfEveryPolicyWasDecided(Outcome outcome, boolean complete) throws Exception {
    fixture
        .withSinks(fixture.other)
        .send(
            SampleFindings.report(
                Kind.CREATE_LAST, SampleFindings.fail(), SampleFindings.of(outcome, "m")),
            timer);

    ArgumentCaptor<FindingBatch> sent = ArgumentCaptor.captor();
    verify(fixture.other).send(sent.capture(), any());
    assertThat(sent.getValue().isComplete()).isEqualTo(complete);
  }

  @Test
  void whatASinkRejectsForGoodIsLoggedAsAnErrorAndLosesNothing() throws Exception {
    doThrow(rejected()).when(fixture.other).send(any(), any());
    fixture
        .withSinks(fixture.other)
        .send(SampleFindings.report(Kind.CREATE_LAST, SampleFindings.fail()), timer);

    assertThat(fixture.published(fixture.findings)).hasSize(1);
    JsonObject entry = fixture.entries().get(2);
    assertThat(text(entry, "severity")).isEqualTo("ERROR");
    assertThat(text(entry, "event")).isEqualTo("security_center_refused");
    assertThat(text(entry, "code")).isEqualTo("SECURITY_CENTER");
    assertThat(text(entry, "reason")).isEqualTo("permission denied (grant x)");
    assertThat(text(entry, "phase")).isEqualTo("LAST");
  }

  @Test
  void whatASinkRejectsOfCoverageIsLoggedWithItsScope() throws Exception {
    doThrow(rejected()).when(fixture.other).send(any(), any());
    fixture
        .withSinks(fixture.other)
        .sendCoverage(
            new CoverageCheck(
                new CoverageRequest("check-1", SampleFindings.OCCURRED),
                "folders/7",
                new CoverageReport.Compared(CoverageCount.NONE.plus(1, List.of())),
                List.of(),
                SampleFindings.JUDGED),
            timer);

    JsonObject entry = fixture.entries().get(3);
    assertThat(text(entry, "event")).isEqualTo("security_center_refused");
    assertThat(text(entry, "message")).contains("the current findings of folders/7");
  }

  @Test
  void aSinkThatFailsGivesBackAnEventWhoseFindingsAreOut() throws Exception {
    doThrow(new PublishException("HTTP 503")).when(fixture.other).send(any(), any());

    assertThatThrownBy(
            () ->
                fixture
                    .withSinks(fixture.other)
                    .archive(SampleFindings.report(Kind.DELETE, SampleFindings.fail()), timer))
        .isInstanceOf(PublishException.class);
    assertThat(fixture.published(fixture.findings)).hasSize(1);
    assertThat(fixture.entries()).hasSize(2);
  }

  @Test
  void aSinkThatFailsKeepsNothingFromTheOthers() throws Exception {
    FindingSink failing = mock(FindingSink.class);
    FindingSink alsoFailing = mock(FindingSink.class);
    doThrow(new PublishException("one")).when(failing).send(any(), any());
    doThrow(new PublishException("two")).when(alsoFailing).send(any(), any());

    assertThatThrownBy(
            () ->
                fixture
                    .withSinks(failing, alsoFailing, fixture.other)
                    .send(SampleFindings.report(Kind.SWEEP, SampleFindings.fail()), timer))
        .hasMessage("one")
        .satisfies(failure -> assertThat(failure.getSuppressed()[0]).hasMessage("two"));
    verify(fixture.other).send(any(), any());
  }

  private static FindingsRejectedException rejected() {
    return new FindingsRejectedException(
        "Security Command Center", "SECURITY_CENTER", "permission denied (grant x)");
  }

  @Test
  void anArchiveClosesTheFindingOfEveryPolicy() throws Exception {
    Result skip = SampleFindings.of(Outcome.SKIP, "The environment is gone.");
    fixture.reporter.archive(SampleFindings.report(Kind.DELETE, skip, skip), timer);

    assertThat(fixture.published(fixture.findings))
        .hasSize(2)
        .allSatisfy(
            message ->
                assertThat(message.getAttributesMap()).containsEntry("compliance_status", "GONE"));
    assertThat(text(fixture.entries().get(2), "event")).isEqualTo("event_archived");
  }

  @Test
  void aRejectedEventIsCopiedAndTheLogSaysWhy() throws Exception {
    fixture.reporter.reject(TestEvent.published("hello"), REJECTED, timer);

    assertThat(fixture.published(fixture.deadLetters)).hasSize(1);
    JsonObject entry = fixture.onlyEntry();
    assertThat(text(entry, "severity")).isEqualTo("WARNING");
    assertThat(text(entry, "event")).isEqualTo("event_refused");
    assertThat(text(entry, "code")).isEqualTo("FOREIGN_ENTRY");
    assertThat(text(entry, "reason")).isEqualTo(REJECTED.message());
    assertThat(text(entry, "event_id")).isEqualTo("event-1");
    assertThat(entry.get("dead_lettered").getAsBoolean()).isTrue();
    verifyNoInteractions(fixture.findings);
  }

  @Test
  void theTimeThatACopyTakesIsTimeOfPublishing() throws Exception {
    ManualTime time = new ManualTime();
    EventTimer event = EventTimer.start(TestEvent.published("x"), time);
    time.sleep(Duration.ofSeconds(1));
    doAnswer(
            publish -> {
              time.sleep(Duration.ofSeconds(2));
              return null;
            })
        .when(fixture.deadLetters)
        .publish(any(), any());
    fixture.reporter.reject(TestEvent.published("hello"), REJECTED, event);

    assertThat(fixture.onlyEntry().get("fetch_ms").getAsLong()).isEqualTo(1000);
    assertThat(fixture.onlyEntry().get("publish_ms").getAsLong()).isEqualTo(2000);
  }

  @Test
  void whatTheNextSweepRequestsAgainIsRejectedWithoutACopy() {
    fixture.reporter.rejectWithoutCopy(TestEvent.published("hello"), REJECTED, timer);

    verifyNoInteractions(fixture.deadLetters);
    JsonObject entry = fixture.onlyEntry();
    assertThat(text(entry, "severity")).isEqualTo("WARNING");
    assertThat(text(entry, "event")).isEqualTo("event_refused");
    assertThat(text(entry, "code")).isEqualTo("FOREIGN_ENTRY");
    assertThat(entry.get("dead_lettered").getAsBoolean()).isFalse();
  }

  @Test
  void withoutADeadLetterTopicARejectedEventIsOnlyLogged() throws Exception {
    fixture.withoutDeadLetters().reject(TestEvent.published("hello"), REJECTED, timer);

    assertThat(fixture.onlyEntry().get("dead_lettered").getAsBoolean()).isFalse();
  }

  @Test
  void aRejectionIsLoggedEvenIfItsCopyIsNotAcceptedAndThenThrown() throws Exception {
    doThrow(new PublishException("unavailable")).when(fixture.deadLetters).publish(any(), any());

    assertThatThrownBy(() -> fixture.reporter.reject(TestEvent.published("hello"), REJECTED, timer))
        .isInstanceOf(PublishException.class);
    assertThat(fixture.onlyEntry().get("dead_lettered").getAsBoolean()).isFalse();
  }
}

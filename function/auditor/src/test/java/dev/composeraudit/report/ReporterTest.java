package dev.composeraudit.report;

import static dev.composeraudit.report.ReporterFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.Trigger.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
  private final EventTimer watch = bench.watch;

  @Test
  void whatIsToBePublishedGoesInOneCallAndAllIsLogged() throws Exception {
    Result pending = SampleFindings.of(Outcome.PENDING, "not yet");
    bench.reporter.send(
        SampleFindings.report(Kind.CREATE_LAST, SampleFindings.fail(), pending), watch);

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
        watch);

    verifyNoInteractions(bench.findings);
    assertThat(bench.entries()).hasSize(2);
  }

  @Test
  void nothingIsLoggedOfWhatWasNotAccepted() throws Exception {
    doThrow(new PublishException("unavailable")).when(bench.findings).publish(any(), any());

    assertThatThrownBy(
            () ->
                bench.reporter.send(
                    SampleFindings.report(Kind.CREATE_LAST, SampleFindings.fail()), watch))
        .isInstanceOf(PublishException.class);
    assertThat(bench.out.size()).isZero();
  }

  @Test
  void securityCommandCenterIsToldLastOfWhatWasPublished() throws Exception {
    when(bench.securityCenter.write(any(), any(), anyBoolean(), any()))
        .thenAnswer(
            call -> {
              assertThat(bench.entries()).hasSize(3);
              return Optional.empty();
            });
    Result pending = SampleFindings.of(Outcome.PENDING, "not yet");
    bench
        .toSecurityCenter()
        .send(SampleFindings.report(Kind.CREATE_LAST, SampleFindings.fail(), pending), watch);

    ArgumentCaptor<List<Finding>> told = ArgumentCaptor.captor();
    InOrder order = inOrder(bench.findings, bench.securityCenter);
    order.verify(bench.findings).publish(any(), any());
    order
        .verify(bench.securityCenter)
        .write(eq(SampleFindings.NAME), told.capture(), eq(false), eq(watch.deadline()));
    assertThat(told.getValue())
        .extracting(Finding::lifecycle)
        .containsExactly(FindingStatus.OPENED);
    assertThat(bench.entries()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"PASS, true", "SKIP, true", "ERROR, false", "PENDING, false"})
  void onlyWhatDecidesEveryPolicySpeaksOfTheWholeEnvironment(Outcome outcome, boolean whole)
      throws Exception {
    bench
        .toSecurityCenter()
        .send(
            SampleFindings.report(
                Kind.CREATE_LAST, SampleFindings.fail(), SampleFindings.of(outcome, "m")),
            watch);

    verify(bench.securityCenter).write(any(), any(), eq(whole), any());
  }

  @Test
  void whatSecurityCommandCenterRefusesIsSaidAsAnErrorAndLosesNothing() throws Exception {
    when(bench.securityCenter.write(any(), any(), anyBoolean(), any()))
        .thenReturn(Optional.of("permission denied (grant x)"));
    bench
        .toSecurityCenter()
        .send(SampleFindings.report(Kind.CREATE_LAST, SampleFindings.fail()), watch);

    assertThat(bench.published(bench.findings)).hasSize(1);
    JsonObject entry = bench.entries().get(2);
    assertThat(text(entry, "severity")).isEqualTo("ERROR");
    assertThat(text(entry, "event")).isEqualTo("security_center_refused");
    assertThat(text(entry, "code")).isEqualTo("SECURITY_CENTER");
    assertThat(text(entry, "reason")).isEqualTo("permission denied (grant x)");
  }

  @Test
  void troubleOfSecurityCommandCenterGivesBackAnEventWhoseFindingsAreOut() throws Exception {
    when(bench.securityCenter.write(any(), any(), anyBoolean(), any()))
        .thenThrow(new PublishException("HTTP 503"));

    assertThatThrownBy(
            () ->
                bench
                    .toSecurityCenter()
                    .archive(SampleFindings.report(Kind.DELETE, SampleFindings.fail()), watch))
        .isInstanceOf(PublishException.class);
    assertThat(bench.published(bench.findings)).hasSize(1);
    assertThat(bench.entries()).hasSize(2);
  }

  @Test
  void whereNothingIsPublishedSecurityCommandCenterIsNotCalled() throws Exception {
    bench
        .toSecurityCenter()
        .send(
            SampleFindings.report(Kind.CREATE_FIRST, SampleFindings.of(Outcome.PENDING, "not yet")),
            watch);

    verifyNoInteractions(bench.securityCenter);
  }

  @Test
  void anArchiveClosesTheFindingOfEveryPolicy() throws Exception {
    Result skip = SampleFindings.of(Outcome.SKIP, "The environment is gone.");
    bench.reporter.archive(SampleFindings.report(Kind.DELETE, skip, skip), watch);

    assertThat(bench.published(bench.findings))
        .hasSize(2)
        .allSatisfy(
            message ->
                assertThat(message.getAttributesMap()).containsEntry("compliance_status", "GONE"));
    assertThat(text(bench.entries().get(2), "event")).isEqualTo("event_archived");
  }

  @Test
  void aRefusedEventIsCopiedAndTheLogSaysWhy() throws Exception {
    bench.reporter.refuse(TestEvent.published("hello"), REFUSAL, watch);

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
    bench.reporter.refuse(TestEvent.published("hello"), REFUSAL, event);

    assertThat(bench.onlyEntry().get("looking_ms").getAsLong()).isEqualTo(1000);
    assertThat(bench.onlyEntry().get("telling_ms").getAsLong()).isEqualTo(2000);
  }

  @Test
  void whatTheNextSweepAsksAgainIsRefusedWithoutACopy() {
    bench.reporter.leaveToNextSweep(TestEvent.published("hello"), REFUSAL, watch);

    verifyNoInteractions(bench.deadLetters);
    JsonObject entry = bench.onlyEntry();
    assertThat(text(entry, "severity")).isEqualTo("WARNING");
    assertThat(text(entry, "event")).isEqualTo("event_refused");
    assertThat(text(entry, "code")).isEqualTo("FOREIGN_ENTRY");
    assertThat(entry.get("dead_lettered").getAsBoolean()).isFalse();
  }

  @Test
  void withoutADeadLetterTopicARefusedEventIsOnlyLogged() throws Exception {
    bench.withoutDeadLetters().refuse(TestEvent.published("hello"), REFUSAL, watch);

    assertThat(bench.onlyEntry().get("dead_lettered").getAsBoolean()).isFalse();
  }

  @Test
  void aRefusalIsLoggedEvenIfItsCopyIsNotAcceptedAndThenThrown() throws Exception {
    doThrow(new PublishException("unavailable")).when(bench.deadLetters).publish(any(), any());

    assertThatThrownBy(() -> bench.reporter.refuse(TestEvent.published("hello"), REFUSAL, watch))
        .isInstanceOf(PublishException.class);
    assertThat(bench.onlyEntry().get("dead_lettered").getAsBoolean()).isFalse();
  }
}

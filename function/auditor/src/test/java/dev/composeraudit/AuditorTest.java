package dev.composeraudit;

import static dev.composeraudit.MockedAuditor.AGENT;
import static dev.composeraudit.MockedAuditor.DESTINATIONS;
import static dev.composeraudit.MockedAuditor.WAIT;
import static dev.composeraudit.MockedAuditor.outcomes;
import static dev.composeraudit.MockedAuditor.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import com.google.cloud.orchestration.airflow.service.v1.Environment.State;
import dev.composeraudit.audit.TooEarlyException;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.event.TestEntry;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.fetch.FetchResult.Found;
import dev.composeraudit.fetch.FetchResult.Gone;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.policy.PackagedPolicies;
import dev.composeraudit.policy.WrittenPolicy;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.subject.EnvironmentName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;

/** What becomes of an event, by what it says, how old it is, and what Composer shows. */
class AuditorTest {
  private final MockedAuditor mocks = new MockedAuditor();

  private static final String OBSERVABLE = "egress-is-observable";
  private static final Gone GONE = new Gone(EnvironmentName.parse(TestEntry.NAME));

  @Test
  void aRejectedEventIsReportedAndNothingIsCalled() throws Exception {
    TestEvent event = TestEvent.published("hello");
    mocks.audit(event);

    ArgumentCaptor<RejectedEvent> refusal = ArgumentCaptor.captor();
    verify(mocks.reporter).reject(any(), refusal.capture(), any());
    assertThat(refusal.getValue().code()).isEqualTo(RejectedEvent.Code.UNREADABLE);
    verifyNoInteractions(mocks.environmentReader);
    verifyNoMoreInteractions(mocks.reporter);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sweep", "coverage"})
  void withoutAScopeSweepsAndTheirCoverageAreRejected(String kind) throws Exception {
    mocks.audit(TestEvent.published("{\"kind\": \"%s\"}".formatted(kind)));

    ArgumentCaptor<RejectedEvent> refusal = ArgumentCaptor.captor();
    verify(mocks.reporter).reject(any(), refusal.capture(), any());
    assertThat(refusal.getValue().message()).contains("SWEEP_SCOPE and EVENTS_TOPIC are not set");
    verifyNoInteractions(mocks.environmentReader);
  }

  @Test
  void aRejectedRequestIsLoggedAndNothingElse() throws Exception {
    mocks.audit(
        TestEntry.first()
            .without("operation")
            .withJson("protoPayload.status", "{\"code\": 7}")
            .event());

    verify(mocks.reporter).logRejected(any(), any());
    verifyNoInteractions(mocks.environmentReader);
    verifyNoMoreInteractions(mocks.reporter);
  }

  // At first.

  @Test
  void atFirstAMissingAgentFailsAndAllElseIsPending() throws Exception {
    mocks.observed(new Found(TestSubject.environment(State.CREATING, false)));
    mocks.audit(TestEntry.first().event());

    assertThat(outcomes(mocks.sent()))
        .containsEntry(AGENT, Outcome.FAIL)
        .containsEntry(OBSERVABLE, Outcome.PENDING)
        .containsEntry(DESTINATIONS, Outcome.PENDING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"config\": {\"nodeConfig\": {\"enableIpMasqAgent\": true}}}", "{}", "\"cut\""})
  void atFirstAMissingAgentIsPendingUnlessTheRequestLacksItToo(String environment)
      throws Exception {
    mocks.observed(new Found(TestSubject.environment(State.CREATING, false)));
    mocks.audit(
        TestEntry.first().withJson("protoPayload.request.environment", environment).event());

    Result agent = result(mocks.sent(), AGENT);
    assertThat(agent.outcome()).isEqualTo(Outcome.PENDING);
    assertThat(agent.violations()).isEmpty();
    assertThat(agent.remedies()).isEmpty();
  }

  @Test
  void atFirstAnAgentThatComposerShowsIsNoViolationWhateverTheRequestSays() throws Exception {
    mocks.observed(new Found(TestSubject.environment(State.CREATING, true)));
    mocks.audit(TestEntry.first().event());

    assertThat(outcomes(mocks.sent())).containsEntry(AGENT, Outcome.PASS);
  }

  @Test
  void atFirstWhatIsForbiddenToReadIsAnErrorNotPending() throws Exception {
    mocks.observed(new Found(TestSubject.unreadable()));
    mocks.audit(TestEntry.first().event());

    assertThat(outcomes(mocks.sent())).containsEntry(OBSERVABLE, Outcome.ERROR);
  }

  @Test
  void atFirstAnEnvironmentThatIsNotVisibleYetIsRequestedAgain() throws Exception {
    mocks
        .observed(GONE)
        .thenReturn(GONE, new Found(TestSubject.environment(State.CREATING, false)));
    mocks.audit(TestEntry.first().event());

    assertThat(outcomes(mocks.sent())).containsEntry(AGENT, Outcome.FAIL);
    assertThat(mocks.time.slept()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void atFirstAnEnvironmentThatStaysInvisibleIsLeftToTheEndOfItsCreation() throws Exception {
    mocks.observed(GONE);
    mocks.audit(TestEntry.first().event());

    assertThat(outcomes(mocks.sent()).values()).containsOnly(Outcome.PENDING, Outcome.SKIP);
    assertThat(outcomes(mocks.sent())).containsEntry(AGENT, Outcome.PENDING);
    assertThat(mocks.time.slept().stream().reduce(Duration.ZERO, Duration::plus))
        .isLessThan(Deadline.EVENT);
    verify(mocks.reporter, never()).archive(any(), any());
  }

  @Test
  void atFirstNothingIsCalledAgainOnceTheTimeIsUp() throws Exception {
    when(mocks.environmentReader.read(any(), any(), any(), any()))
        .thenAnswer(
            asked -> {
              mocks.time.pass(Duration.ofSeconds(44));
              return GONE;
            });
    mocks.audit(TestEntry.first().event());

    assertThat(mocks.time.slept()).isEmpty();
  }

  // At last.

  @ParameterizedTest
  @CsvSource({"true, PASS", "false, FAIL"})
  void atLastEverythingIsJudged(boolean enabled, Outcome agent) throws Exception {
    mocks.observed(new Found(TestSubject.environment(State.RUNNING, enabled)));
    mocks.audit(TestEntry.last().event());

    assertThat(outcomes(mocks.sent()))
        .containsEntry(AGENT, agent)
        .containsEntry(OBSERVABLE, Outcome.ERROR);
    assertThat(result(mocks.sent(), DESTINATIONS).causedBy()).isEqualTo(List.of(OBSERVABLE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CreateEnvironment", "UpdateEnvironment"})
  void atLastWhatComposerDoesNotShowYetIsTooEarlyWhileTheEntryIsYoung(String method)
      throws Exception {
    mocks.time.pass(WAIT.minusMillis(1));
    mocks.observed(GONE);

    assertThatThrownBy(() -> mocks.audit(TestEntry.last().method(method).event()))
        .isInstanceOf(TooEarlyException.class)
        .hasMessage(
            "Composer does not show "
                + TestEntry.NAME
                + ", 599 s after a log entry that says that it exists");
    verifyNoInteractions(mocks.reporter);
    assertThat(mocks.time.slept()).isEmpty();
  }

  @Test
  void atLastACreationThatGoesOnIsTooEarlyWhileTheEntryIsYoung() throws Exception {
    mocks.time.pass(WAIT.minusMillis(1));
    mocks.observed(new Found(TestSubject.environment(State.CREATING, true)));

    assertThatThrownBy(() -> mocks.audit(TestEntry.last().event()))
        .isInstanceOf(TooEarlyException.class)
        .hasMessageContaining("still being created");
    verifyNoInteractions(mocks.reporter);
  }

  /** A change of its cluster says nothing of the creation's end, which is still to come. */
  @Test
  void anUpdateWhileTheCreationGoesOnIsNeverAnError() throws Exception {
    mocks.time.pass(WAIT.plusSeconds(1));
    mocks.observed(new Found(TestSubject.environment(State.CREATING, true)));
    mocks.audit(TestEntry.last().method("UpdateEnvironment").event());

    assertThat(outcomes(mocks.sent()).values())
        .doesNotContain(Outcome.ERROR, Outcome.FAIL)
        .contains(Outcome.PENDING);
  }

  @Test
  void atFirstAPolicyOverWhatComposerStillFillsInDoesNotPassYet() throws Exception {
    Auditor early =
        mocks.auditor(
            WrittenPolicy.load(
                WrittenPolicy.policyThat("size", "resource.config.environmentSize == 0"),
                WrittenPolicy.policyThat("version", "composer.generation == 2")));
    mocks.observed(new Found(TestSubject.environment(State.CREATING, true)));
    early.audit(TestEntry.first().event(), EventTimer.start(TestEntry.first().event(), mocks.time));

    assertThat(outcomes(mocks.sent()))
        .containsEntry("size", Outcome.PENDING)
        .containsEntry("version", Outcome.PASS);
  }

  @Test
  void whatIsBeingDeletedIsArchivedEvenIfItsClusterCannotBeRead() throws Exception {
    when(mocks.environmentReader.read(any(), any(), any(), any()))
        .thenThrow(
            new TransientException("reading cluster: UNAVAILABLE", null)
                .after(TestSubject.environment(State.DELETING, false)));

    assertThatThrownBy(() -> mocks.audit(TestEntry.last().event()))
        .isInstanceOf(TransientException.class);
    assertThat(outcomes(archived())).isNotEmpty();
    verify(mocks.reporter, never()).send(any(), any());
  }

  @ParameterizedTest
  @ValueSource(strings = {"CreateEnvironment", "UpdateEnvironment"})
  void anEnvironmentThatIsGoneIsArchivedOnceTheEntryIsOld(String method) throws Exception {
    mocks.time.pass(WAIT);
    mocks.observed(GONE);
    mocks.audit(TestEntry.last().method(method).event());

    assertThat(outcomes(archived())).hasSize(PackagedPolicies.load().policies().size());
    verify(mocks.reporter, never()).send(any(), any());
  }

  @Test
  void aCreationThatGoesOnThoughItsEntryIsOldIsAnErrorWithOneRoot() throws Exception {
    mocks.time.pass(WAIT);
    mocks.observed(new Found(TestSubject.environment(State.CREATING, true)));
    mocks.audit(TestEntry.last().event());

    assertThat(outcomes(mocks.sent()))
        .containsEntry(AGENT, Outcome.PASS)
        .containsEntry(OBSERVABLE, Outcome.ERROR)
        .containsEntry(DESTINATIONS, Outcome.ERROR)
        .doesNotContainValue(Outcome.PENDING);
    assertThat(result(mocks.sent(), OBSERVABLE).causedBy()).isEmpty();
    assertThat(result(mocks.sent(), OBSERVABLE).messages().toString())
        .contains("600 s after the entry");
    assertThat(result(mocks.sent(), DESTINATIONS).causedBy()).containsExactly(OBSERVABLE);
  }

  @Test
  void anEntryFromTheFutureIsAudited() throws Exception {
    mocks.observed(new Found(TestSubject.environment(State.RUNNING, true)));
    mocks.audit(TestEntry.last().with("timestamp", "2999-01-01T00:00:00Z").event());

    assertThat(mocks.sent().event().trigger().time()).isEqualTo(TestEntry.TIME);
  }

  // Failed, deleted.

  @Test
  void aFailedCreationThatLeftNothingIsArchivedAtOnce() throws Exception {
    mocks.observed(GONE);
    mocks.audit(failed().event());

    assertThat(outcomes(archived()).values()).containsOnly(Outcome.SKIP);
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"RUNNING", "ERROR"})
  void aFailedCreationThatLeftAnEnvironmentIsJudged(State state) throws Exception {
    mocks.observed(new Found(TestSubject.environment(state, false)));
    mocks.audit(failed().event());

    assertThat(outcomes(mocks.sent())).containsEntry(AGENT, Outcome.FAIL);
  }

  @Test
  void aDeletedEnvironmentsFindingsAreArchivedHoweverYoungTheEntryIs() throws Exception {
    mocks.observed(GONE);
    mocks.audit(TestEntry.last().method("DeleteEnvironment").event());

    Report report = archived();
    assertThat(report.subject().name()).hasToString(TestEntry.NAME);
    assertThat(report.event().trigger().id()).isEqualTo("last-1");
    assertThat(outcomes(report)).hasSize(PackagedPolicies.load().policies().size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEnvironmentThatIsBeingDeletedIsArchived(boolean byItsCreation) throws Exception {
    mocks.observed(new Found(TestSubject.environment(State.DELETING, false)));
    mocks.audit(
        byItsCreation
            ? TestEntry.last().event()
            : TestEntry.first().method("DeleteEnvironment").event());

    archived();
    verify(mocks.reporter, never()).send(any(), any());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEnvironmentThatOutlivesItsDeletionIsJudged(boolean failed) throws Exception {
    mocks.observed(new Found(TestSubject.environment(State.RUNNING, false)));
    mocks.audit((failed ? failed() : TestEntry.last()).method("DeleteEnvironment").event());

    assertThat(outcomes(mocks.sent())).containsEntry(AGENT, Outcome.FAIL);
  }

  private static TestEntry failed() {
    return TestEntry.last()
        .withJson("protoPayload.status", "{\"code\": 13, \"message\": \"failed\"}");
  }

  private Report archived() throws PublishException {
    ArgumentCaptor<Report> report = ArgumentCaptor.captor();
    verify(mocks.reporter).archive(report.capture(), any());
    return report.getValue();
  }
}

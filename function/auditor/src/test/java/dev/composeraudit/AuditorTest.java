package dev.composeraudit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import com.google.cloud.orchestration.airflow.service.v1.Environment.State;
import dev.composeraudit.audit.ChangeCoalescer;
import dev.composeraudit.audit.ClusterAudits;
import dev.composeraudit.audit.EnvironmentAuditor;
import dev.composeraudit.audit.NotYetTurnException;
import dev.composeraudit.audit.TooEarlyException;
import dev.composeraudit.event.EventDecoder;
import dev.composeraudit.event.ProjectFilter;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.event.TestEntry;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.FetchResult;
import dev.composeraudit.fetch.FetchResult.Found;
import dev.composeraudit.fetch.FetchResult.Gone;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.policy.PackagedPolicies;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.WrittenPolicy;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.mockito.stubbing.OngoingStubbing;

/** What becomes of an event, by what it says, how old it is, and what Composer shows. */
class AuditorTest {
  private static final String AGENT = "ip-masquerade-agent-enabled";
  private static final String OBSERVABLE = "egress-is-observable";
  private static final String DESTINATIONS = "non-masquerade-destinations-cover-cluster";
  private static final Duration WAIT = Duration.ofMinutes(10);
  private static final Gone GONE = new Gone(EnvironmentName.parse(TestEntry.NAME));

  private final ManualTime time = new ManualTime(Instant.parse(TestEntry.TIME));
  private final EnvironmentReader environmentReader = mock(EnvironmentReader.class);
  private final Reporter reporter = mock(Reporter.class);
  private final Auditor auditor = auditor(PackagedPolicies.load());

  private Auditor auditor(PolicySet policies) {
    return new Auditor(
        new EventDecoder(ProjectFilter.EVERYTHING, time),
        null,
        null,
        new ControlTopic(null, time),
        new ClusterAudits(environmentReader),
        new ChangeCoalescer(time),
        new EnvironmentAuditor(environmentReader, WAIT, policies, reporter, time, time),
        reporter);
  }

  @Test
  void aRejectedEventIsReportedAndNothingIsCalled() throws Exception {
    TestEvent event = TestEvent.published("hello");
    audit(event);

    ArgumentCaptor<RejectedEvent> refusal = ArgumentCaptor.captor();
    verify(reporter).reject(any(), refusal.capture(), any());
    assertThat(refusal.getValue().code()).isEqualTo(RejectedEvent.Code.UNREADABLE);
    verifyNoInteractions(environmentReader);
    verifyNoMoreInteractions(reporter);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sweep", "coverage"})
  void withoutAScopeSweepsAndTheirCoverageAreRejected(String kind) throws Exception {
    audit(TestEvent.published("{\"kind\": \"%s\"}".formatted(kind)));

    ArgumentCaptor<RejectedEvent> refusal = ArgumentCaptor.captor();
    verify(reporter).reject(any(), refusal.capture(), any());
    assertThat(refusal.getValue().message()).contains("SWEEP_SCOPE and EVENTS_TOPIC are not set");
    verifyNoInteractions(environmentReader);
  }

  @Test
  void aRejectedRequestIsLoggedAndNothingElse() throws Exception {
    audit(
        TestEntry.first()
            .without("operation")
            .withJson("protoPayload.status", "{\"code\": 7}")
            .event());

    verify(reporter).logRejected(any(), any());
    verifyNoInteractions(environmentReader);
    verifyNoMoreInteractions(reporter);
  }

  // At first.

  @Test
  void atFirstAMissingAgentFailsAndAllElseIsPending() throws Exception {
    observed(new Found(TestSubject.environment(State.CREATING, false)));
    audit(TestEntry.first().event());

    assertThat(outcomes(sent()))
        .containsEntry(AGENT, Outcome.FAIL)
        .containsEntry(OBSERVABLE, Outcome.PENDING)
        .containsEntry(DESTINATIONS, Outcome.PENDING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"config\": {\"nodeConfig\": {\"enableIpMasqAgent\": true}}}", "{}", "\"cut\""})
  void atFirstAMissingAgentIsPendingUnlessTheRequestLacksItToo(String environment)
      throws Exception {
    observed(new Found(TestSubject.environment(State.CREATING, false)));
    audit(TestEntry.first().withJson("protoPayload.request.environment", environment).event());

    Result agent = result(sent(), AGENT);
    assertThat(agent.outcome()).isEqualTo(Outcome.PENDING);
    assertThat(agent.violations()).isEmpty();
    assertThat(agent.remedies()).isEmpty();
  }

  @Test
  void atFirstAnAgentThatComposerShowsIsNoViolationWhateverTheRequestSays() throws Exception {
    observed(new Found(TestSubject.environment(State.CREATING, true)));
    audit(TestEntry.first().event());

    assertThat(outcomes(sent())).containsEntry(AGENT, Outcome.PASS);
  }

  @Test
  void atFirstWhatIsForbiddenToReadIsAnErrorNotPending() throws Exception {
    observed(new Found(TestSubject.unreadable()));
    audit(TestEntry.first().event());

    assertThat(outcomes(sent())).containsEntry(OBSERVABLE, Outcome.ERROR);
  }

  @Test
  void atFirstAnEnvironmentThatIsNotVisibleYetIsRequestedAgain() throws Exception {
    observed(GONE).thenReturn(GONE, new Found(TestSubject.environment(State.CREATING, false)));
    audit(TestEntry.first().event());

    assertThat(outcomes(sent())).containsEntry(AGENT, Outcome.FAIL);
    assertThat(time.slept()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void atFirstAnEnvironmentThatStaysInvisibleIsLeftToTheEndOfItsCreation() throws Exception {
    observed(GONE);
    audit(TestEntry.first().event());

    assertThat(outcomes(sent()).values()).containsOnly(Outcome.PENDING, Outcome.SKIP);
    assertThat(outcomes(sent())).containsEntry(AGENT, Outcome.PENDING);
    assertThat(time.slept().stream().reduce(Duration.ZERO, Duration::plus))
        .isLessThan(Deadline.EVENT);
    verify(reporter, never()).archive(any(), any());
  }

  @Test
  void atFirstNothingIsCalledAgainOnceTheTimeIsUp() throws Exception {
    when(environmentReader.read(any(), any(), any()))
        .thenAnswer(
            asked -> {
              time.pass(Duration.ofSeconds(44));
              return GONE;
            });
    audit(TestEntry.first().event());

    assertThat(time.slept()).isEmpty();
  }

  // At last.

  @ParameterizedTest
  @CsvSource({"true, PASS", "false, FAIL"})
  void atLastEverythingIsJudged(boolean enabled, Outcome agent) throws Exception {
    observed(new Found(TestSubject.environment(State.RUNNING, enabled)));
    audit(TestEntry.last().event());

    assertThat(outcomes(sent()))
        .containsEntry(AGENT, agent)
        .containsEntry(OBSERVABLE, Outcome.ERROR);
    assertThat(result(sent(), DESTINATIONS).causedBy()).isEqualTo(List.of(OBSERVABLE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CreateEnvironment", "UpdateEnvironment"})
  void atLastWhatComposerDoesNotShowYetIsTooEarlyWhileTheEntryIsYoung(String method)
      throws Exception {
    time.pass(WAIT.minusMillis(1));
    observed(GONE);

    assertThatThrownBy(() -> audit(TestEntry.last().method(method).event()))
        .isInstanceOf(TooEarlyException.class)
        .hasMessage(
            TestEntry.NAME + " is not to be seen, 599 s after an entry that says otherwise");
    verifyNoInteractions(reporter);
    assertThat(time.slept()).isEmpty();
  }

  @Test
  void atLastACreationThatGoesOnIsTooEarlyWhileTheEntryIsYoung() throws Exception {
    time.pass(WAIT.minusMillis(1));
    observed(new Found(TestSubject.environment(State.CREATING, true)));

    assertThatThrownBy(() -> audit(TestEntry.last().event()))
        .isInstanceOf(TooEarlyException.class)
        .hasMessageContaining("still being created");
    verifyNoInteractions(reporter);
  }

  /** A change of its cluster says nothing of the creation's end, which is still to come. */
  @Test
  void anUpdateWhileTheCreationGoesOnIsNeverAnError() throws Exception {
    time.pass(WAIT.plusSeconds(1));
    observed(new Found(TestSubject.environment(State.CREATING, true)));
    audit(TestEntry.last().method("UpdateEnvironment").event());

    assertThat(outcomes(sent()).values())
        .doesNotContain(Outcome.ERROR, Outcome.FAIL)
        .contains(Outcome.PENDING);
  }

  @Test
  void atFirstAPolicyOverWhatComposerStillFillsInDoesNotPassYet() throws Exception {
    Auditor early =
        auditor(
            WrittenPolicy.load(
                WrittenPolicy.policyThat("size", "resource.config.environmentSize == 0"),
                WrittenPolicy.policyThat("version", "composer.generation == 2")));
    observed(new Found(TestSubject.environment(State.CREATING, true)));
    early.audit(TestEntry.first().event(), EventTimer.start(TestEntry.first().event(), time));

    assertThat(outcomes(sent()))
        .containsEntry("size", Outcome.PENDING)
        .containsEntry("version", Outcome.PASS);
  }

  @Test
  void whatIsBeingDeletedIsArchivedEvenIfItsClusterCannotBeRead() throws Exception {
    when(environmentReader.read(any(), any(), any()))
        .thenThrow(
            new TransientException("reading cluster: UNAVAILABLE", null)
                .after(TestSubject.environment(State.DELETING, false)));

    assertThatThrownBy(() -> audit(TestEntry.last().event()))
        .isInstanceOf(TransientException.class);
    assertThat(outcomes(archived())).isNotEmpty();
    verify(reporter, never()).send(any(), any());
  }

  @ParameterizedTest
  @ValueSource(strings = {"CreateEnvironment", "UpdateEnvironment"})
  void anEnvironmentThatIsGoneIsArchivedOnceTheEntryIsOld(String method) throws Exception {
    time.pass(WAIT);
    observed(GONE);
    audit(TestEntry.last().method(method).event());

    assertThat(outcomes(archived())).hasSize(PackagedPolicies.load().policies().size());
    verify(reporter, never()).send(any(), any());
  }

  @Test
  void aCreationThatGoesOnThoughItsEntryIsOldIsAnErrorWithOneRoot() throws Exception {
    time.pass(WAIT);
    observed(new Found(TestSubject.environment(State.CREATING, true)));
    audit(TestEntry.last().event());

    assertThat(outcomes(sent()))
        .containsEntry(AGENT, Outcome.PASS)
        .containsEntry(OBSERVABLE, Outcome.ERROR)
        .containsEntry(DESTINATIONS, Outcome.ERROR)
        .doesNotContainValue(Outcome.PENDING);
    assertThat(result(sent(), OBSERVABLE).causedBy()).isEmpty();
    assertThat(result(sent(), OBSERVABLE).messages().toString()).contains("600 s after the entry");
    assertThat(result(sent(), DESTINATIONS).causedBy()).containsExactly(OBSERVABLE);
  }

  @Test
  void anEntryFromTheFutureIsAudited() throws Exception {
    observed(new Found(TestSubject.environment(State.RUNNING, true)));
    audit(TestEntry.last().with("timestamp", "2999-01-01T00:00:00Z").event());

    assertThat(sent().event().trigger().time()).isEqualTo(TestEntry.TIME);
  }

  // Failed, deleted.

  @Test
  void aFailedCreationThatLeftNothingIsArchivedAtOnce() throws Exception {
    observed(GONE);
    audit(failed().event());

    assertThat(outcomes(archived()).values()).containsOnly(Outcome.SKIP);
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"RUNNING", "ERROR"})
  void aFailedCreationThatLeftAnEnvironmentIsJudged(State state) throws Exception {
    observed(new Found(TestSubject.environment(state, false)));
    audit(failed().event());

    assertThat(outcomes(sent())).containsEntry(AGENT, Outcome.FAIL);
  }

  @Test
  void aDeletedEnvironmentsFindingsAreArchivedHoweverYoungTheEntryIs() throws Exception {
    observed(GONE);
    audit(TestEntry.last().method("DeleteEnvironment").event());

    Report report = archived();
    assertThat(report.subject().name()).hasToString(TestEntry.NAME);
    assertThat(report.event().trigger().id()).isEqualTo("last-1");
    assertThat(outcomes(report)).hasSize(PackagedPolicies.load().policies().size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEnvironmentThatIsBeingDeletedIsArchived(boolean byItsCreation) throws Exception {
    observed(new Found(TestSubject.environment(State.DELETING, false)));
    audit(
        byItsCreation
            ? TestEntry.last().event()
            : TestEntry.first().method("DeleteEnvironment").event());

    archived();
    verify(reporter, never()).send(any(), any());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEnvironmentThatOutlivesItsDeletionIsJudged(boolean failed) throws Exception {
    observed(new Found(TestSubject.environment(State.RUNNING, false)));
    audit((failed ? failed() : TestEntry.last()).method("DeleteEnvironment").event());

    assertThat(outcomes(sent())).containsEntry(AGENT, Outcome.FAIL);
  }

  // Trouble.

  @Test
  void whatTheComposerApiAloneDecidesIsPublishedBeforeTheClustersTroubleIsThrown()
      throws Exception {
    Subject seen =
        TestSubject.subject(
            TestSubject.environment(State.RUNNING, false).environment(), Reason.NOT_YET);
    TransientException trouble = trouble(Optional.of(seen));

    assertThatThrownBy(() -> audit(TestEntry.last().event())).isSameAs(trouble);
    assertThat(outcomes(sent()))
        .containsEntry(AGENT, Outcome.FAIL)
        .containsEntry(DESTINATIONS, Outcome.PENDING);
  }

  @Test
  void whereNothingWasSeenNothingIsPublishedBeforeTheTroubleIsThrown() throws Exception {
    TransientException trouble = trouble(Optional.empty());

    assertThatThrownBy(() -> audit(TestEntry.last().event())).isSameAs(trouble);
    verifyNoInteractions(reporter);
  }

  @Test
  void aFindingThatIsNotAcceptedIsThrown() throws Exception {
    observed(new Found(TestSubject.environment(State.RUNNING, true)));
    PublishException unaccepted = mock(PublishException.class);
    doAnswer(
            sending -> {
              throw unaccepted;
            })
        .when(reporter)
        .send(any(), any());

    assertThatThrownBy(() -> audit(TestEntry.last().event())).isSameAs(unaccepted);
  }

  @Test
  void fetchingLeavesTimeForPublishing() throws Exception {
    observed(new Found(TestSubject.environment(State.RUNNING, true)));
    audit(TestEntry.last().event());

    ArgumentCaptor<Deadline> looking = ArgumentCaptor.captor();
    ArgumentCaptor<EventTimer> telling = ArgumentCaptor.captor();
    verify(environmentReader).read(any(), any(), looking.capture());
    verify(reporter).send(any(), telling.capture());
    assertThat(looking.getValue().remaining()).isEqualTo(Duration.ofSeconds(45));
    assertThat(telling.getValue().deadline().remaining()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void theSameEventTwicePublishesTheSameTwice() throws Exception {
    observed(new Found(TestSubject.environment(State.RUNNING, false)));
    audit(TestEntry.last().event());
    audit(TestEntry.last().event());

    ArgumentCaptor<Report> reports = ArgumentCaptor.captor();
    verify(reporter, times(2)).send(reports.capture(), any());
    assertThat(reports.getAllValues().get(0)).isEqualTo(reports.getAllValues().get(1));
  }

  @Test
  void aClustersChangesOfAMinuteAreAuditedOnceAndNoneIsLost() throws Exception {
    when(environmentReader.environmentsOf(any(), any()))
        .thenReturn(Observed.known(List.of(EnvironmentName.parse(TestEntry.NAME))));
    observed(new Found(TestSubject.environment(State.RUNNING, false)));
    audit(change());
    time.pass(Duration.ofSeconds(10));
    TestEvent second = change();
    time.pass(Duration.ofSeconds(1));
    TestEvent third = change();

    assertThatThrownBy(() -> audit(second)).isInstanceOf(NotYetTurnException.class);
    assertThatThrownBy(() -> audit(third)).isInstanceOf(NotYetTurnException.class);
    verify(environmentReader, times(1)).read(any(), any(), any());

    time.pass(Duration.ofMinutes(1));
    audit(third);
    audit(second);
    verify(environmentReader, times(2)).read(any(), any(), any());
    verify(reporter, times(2)).send(any(), any());
    verify(reporter).logIgnored(eq(second), any(), any());
  }

  @Test
  void aChangeWhoseAuditFailedIsAuditedByTheNextDelivery() throws Exception {
    when(environmentReader.environmentsOf(any(), any()))
        .thenReturn(Observed.known(List.of(EnvironmentName.parse(TestEntry.NAME))));
    TransientException trouble = trouble(Optional.empty());
    TestEvent change = change();
    assertThatThrownBy(() -> audit(change)).isSameAs(trouble);
    time.pass(Duration.ofSeconds(10));

    assertThatThrownBy(() -> audit(change)).isSameAs(trouble);
    verify(reporter, never()).logIgnored(any(), any(), any());
  }

  private TestEvent change() {
    TestEvent event =
        TestEntry.first()
            .with("resource.type", "k8s_cluster")
            .withJson(
                "resource.labels",
                "{\"project_id\": \"acme-data\", \"location\": \"europe-west1\","
                    + " \"cluster_name\": \"c-1\"}")
            .with("protoPayload.serviceName", "k8s.io")
            .with("protoPayload.methodName", "io.gke.networking.v1.egressnatpolicies.update")
            .event();
    return new TestEvent(
        event.id(),
        event.type(),
        event.data(),
        event.extensions(),
        time.instant().atOffset(ZoneOffset.UTC));
  }

  private void audit(TestEvent event)
      throws TransientException, TooEarlyException, NotYetTurnException, PublishException {
    auditor.audit(event, EventTimer.start(event, time));
  }

  private OngoingStubbing<FetchResult> observed(FetchResult observation) throws TransientException {
    return when(environmentReader.read(any(), any(), any())).thenReturn(observation);
  }

  private TransientException trouble(Optional<Subject> seen) throws TransientException {
    TransientException trouble = mock(TransientException.class);
    when(trouble.seen()).thenReturn(seen);
    when(environmentReader.read(any(), any(), any()))
        .thenAnswer(
            asked -> {
              throw trouble;
            });
    return trouble;
  }

  private static TestEntry failed() {
    return TestEntry.last()
        .withJson("protoPayload.status", "{\"code\": 13, \"message\": \"failed\"}");
  }

  private Report sent() throws PublishException {
    ArgumentCaptor<Report> report = ArgumentCaptor.captor();
    verify(reporter).send(report.capture(), any());
    return report.getValue();
  }

  private Report archived() throws PublishException {
    ArgumentCaptor<Report> report = ArgumentCaptor.captor();
    verify(reporter).archive(report.capture(), any());
    return report.getValue();
  }

  private static Map<String, Outcome> outcomes(Report report) {
    return report.results().stream()
        .collect(Collectors.toMap(result -> result.policy().name(), Result::outcome));
  }

  private static Result result(Report report, String policy) {
    return report.results().stream()
        .filter(result -> result.policy().name().equals(policy))
        .findFirst()
        .orElseThrow();
  }
}

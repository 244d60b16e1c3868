package dev.composeraudit;

import static dev.composeraudit.MockedAuditor.AGENT;
import static dev.composeraudit.MockedAuditor.DESTINATIONS;
import static dev.composeraudit.MockedAuditor.outcomes;
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
import static org.mockito.Mockito.when;

import com.google.cloud.orchestration.airflow.service.v1.Environment.State;
import dev.composeraudit.audit.NotYetTurnException;
import dev.composeraudit.event.TestEntry;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.fetch.FetchResult.Found;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

/**
 * What becomes of an event when something fails, comes twice, or is one of many changes of a
 * cluster.
 */
class AuditorFailureTest {
  private final MockedAuditor mocks = new MockedAuditor();

  // Trouble.

  @Test
  void whatTheComposerApiAloneDecidesIsPublishedBeforeTheClustersTroubleIsThrown()
      throws Exception {
    Subject seen =
        TestSubject.subject(
            TestSubject.environment(State.RUNNING, false).environment(), Reason.NOT_YET);
    TransientException trouble = trouble(Optional.of(seen));

    assertThatThrownBy(() -> mocks.audit(TestEntry.last().event())).isSameAs(trouble);
    assertThat(outcomes(mocks.sent()))
        .containsEntry(AGENT, Outcome.FAIL)
        .containsEntry(DESTINATIONS, Outcome.PENDING);
  }

  @Test
  void whereNothingWasSeenNothingIsPublishedBeforeTheTroubleIsThrown() throws Exception {
    TransientException trouble = trouble(Optional.empty());

    assertThatThrownBy(() -> mocks.audit(TestEntry.last().event())).isSameAs(trouble);
    verifyNoInteractions(mocks.reporter);
  }

  @Test
  void aFindingThatIsNotAcceptedIsThrown() throws Exception {
    mocks.observed(new Found(TestSubject.environment(State.RUNNING, true)));
    PublishException unaccepted = mock(PublishException.class);
    doAnswer(
            sending -> {
              throw unaccepted;
            })
        .when(mocks.reporter)
        .send(any(), any());

    assertThatThrownBy(() -> mocks.audit(TestEntry.last().event())).isSameAs(unaccepted);
  }

  @Test
  void fetchingLeavesTimeForPublishing() throws Exception {
    mocks.observed(new Found(TestSubject.environment(State.RUNNING, true)));
    mocks.audit(TestEntry.last().event());

    ArgumentCaptor<Deadline> looking = ArgumentCaptor.captor();
    ArgumentCaptor<EventTimer> telling = ArgumentCaptor.captor();
    verify(mocks.environmentReader).read(any(), any(), looking.capture(), any());
    verify(mocks.reporter).send(any(), telling.capture());
    assertThat(looking.getValue().remaining()).isEqualTo(Duration.ofSeconds(45));
    assertThat(telling.getValue().deadline().remaining()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void theSameEventTwicePublishesTheSameTwice() throws Exception {
    mocks.observed(new Found(TestSubject.environment(State.RUNNING, false)));
    mocks.audit(TestEntry.last().event());
    mocks.audit(TestEntry.last().event());

    ArgumentCaptor<Report> reports = ArgumentCaptor.captor();
    verify(mocks.reporter, times(2)).send(reports.capture(), any());
    assertThat(reports.getAllValues().get(0)).isEqualTo(reports.getAllValues().get(1));
  }

  @Test
  void aClustersChangesOfAMinuteAreAuditedOnceAndNoneIsLost() throws Exception {
    when(mocks.environmentReader.environmentsOf(any(), any()))
        .thenReturn(Observed.known(List.of(EnvironmentName.parse(TestEntry.NAME))));
    mocks.observed(new Found(TestSubject.environment(State.RUNNING, false)));
    mocks.audit(mocks.change());
    mocks.time.pass(Duration.ofSeconds(10));
    TestEvent second = mocks.change();
    mocks.time.pass(Duration.ofSeconds(1));
    TestEvent third = mocks.change();

    assertThatThrownBy(() -> mocks.audit(second)).isInstanceOf(NotYetTurnException.class);
    assertThatThrownBy(() -> mocks.audit(third)).isInstanceOf(NotYetTurnException.class);
    verify(mocks.environmentReader, times(1)).read(any(), any(), any(), any());

    mocks.time.pass(Duration.ofMinutes(1));
    mocks.audit(third);
    mocks.audit(second);
    verify(mocks.environmentReader, times(2)).read(any(), any(), any(), any());
    verify(mocks.reporter, times(2)).send(any(), any());
    verify(mocks.reporter).logIgnored(eq(second), any(), any());
  }

  @Test
  void aChangeWhoseAuditFailedIsAuditedByTheNextDelivery() throws Exception {
    when(mocks.environmentReader.environmentsOf(any(), any()))
        .thenReturn(Observed.known(List.of(EnvironmentName.parse(TestEntry.NAME))));
    TransientException trouble = trouble(Optional.empty());
    TestEvent change = mocks.change();
    assertThatThrownBy(() -> mocks.audit(change)).isSameAs(trouble);
    mocks.time.pass(Duration.ofSeconds(10));

    assertThatThrownBy(() -> mocks.audit(change)).isSameAs(trouble);
    verify(mocks.reporter, never()).logIgnored(any(), any(), any());
  }

  private TransientException trouble(Optional<Subject> seen) throws TransientException {
    TransientException trouble = mock(TransientException.class);
    when(trouble.seen()).thenReturn(seen);
    when(mocks.environmentReader.read(any(), any(), any(), any()))
        .thenAnswer(
            asked -> {
              throw trouble;
            });
    return trouble;
  }
}

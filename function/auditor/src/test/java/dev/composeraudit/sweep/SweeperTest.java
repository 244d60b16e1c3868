package dev.composeraudit.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.ClusterChange;
import dev.composeraudit.event.ProjectFilter;
import dev.composeraudit.event.SweepRequest;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.inventory.ListedEnvironment;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.report.AuditRequestPublisher;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Trigger;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which environments are looked at where an event names none. */
final class SweeperTest {
  private static final String SCOPE = "organizations/1";
  private static final EnvironmentName ONE =
      EnvironmentName.parse("projects/acme-data/locations/europe-west1/environments/one");
  private static final SweepScope TERRITORY =
      new SweepScope(List.of(SCOPE), ProjectFilter.of(List.of("acme-*")));
  private static final ListedEnvironment FOREIGN =
      new ListedEnvironment(
          EnvironmentName.parse("projects/other/locations/europe-west1/environments/e"),
          Instant.EPOCH);
  private static final Instant TIME = Instant.parse("2026-11-23T10:00:00Z");
  private static final SweepRequest SWEEP = new SweepRequest("sweep-1", TIME);

  private final EventTimer timer =
      EventTimer.start(TestEvent.published("x"), Clock.fixed(TIME, ZoneOffset.UTC));
  private final Deadline deadline = Deadline.in(Deadline.EVENT, Clock.fixed(TIME, ZoneOffset.UTC));
  private final EnvironmentReader environmentReader = mock(EnvironmentReader.class);
  private final AuditRequestPublisher requests = mock(AuditRequestPublisher.class);

  @Test
  void aSweepRequestsTheAuditOfAllThatThereIs() throws Exception {
    when(environmentReader.environmentsBelow(eq(SCOPE), any()))
        .thenReturn(Observed.known(List.of(new ListedEnvironment(ONE, TIME), FOREIGN)));

    assertThat(new Sweeper(environmentReader, TERRITORY, requests).sweep(SWEEP, deadline, timer))
        .isTrue();
    // What is not audited would only be refused, and end among the dead letters.
    verify(requests).send(SWEEP, List.of(ONE), deadline, timer);
    verifyNoMoreInteractions(requests);
  }

  @Test
  void aSweepThatDoesNotKnowWhatThereIsSaysSo() throws Exception {
    when(environmentReader.environmentsBelow(eq(SCOPE), any()))
        .thenReturn(Observed.unknown(Reason.PERMISSION_DENIED, "grant roles/cloudasset.viewer"));

    assertThat(new Sweeper(environmentReader, TERRITORY, requests).sweep(SWEEP, deadline, timer))
        .isTrue();
    verify(requests).logFailure(SWEEP, "grant roles/cloudasset.viewer", timer);
    verifyNoMoreInteractions(requests);
  }

  @Test
  void whatIsUnknownOfOneScopeKeepsNothingFromAnother() throws Exception {
    when(environmentReader.environmentsBelow(eq("projects/closed"), any()))
        .thenReturn(Observed.unknown(Reason.PERMISSION_DENIED, "grant roles/cloudasset.viewer"));
    when(environmentReader.environmentsBelow(eq(SCOPE), any()))
        .thenReturn(Observed.known(List.of(new ListedEnvironment(ONE, TIME))));
    SweepScope both = new SweepScope(List.of("projects/closed", SCOPE), ProjectFilter.EVERYTHING);

    new Sweeper(environmentReader, both, requests).sweep(SWEEP, deadline, timer);
    verify(requests).logFailure(SWEEP, "grant roles/cloudasset.viewer", timer);
    verify(requests).send(SWEEP, List.of(ONE), deadline, timer);
  }

  @Test
  void withoutAScopeThereAreNoSweeps() throws Exception {
    assertThat(new Sweeper(environmentReader, null, null).sweep(SWEEP, deadline, timer)).isFalse();
    verifyNoInteractions(environmentReader);
  }

  @Test
  void aChangedClusterLeadsToTheAuditOfItsEnvironment() throws Exception {
    ClusterName cluster =
        ClusterName.parse("projects/acme-data/locations/europe-west1/clusters/c-1");
    Trigger trigger = new Trigger(Trigger.Kind.UPDATE, "alice@example.com", "update", TIME, "i-1");
    when(environmentReader.environmentsOf(eq(cluster), any()))
        .thenReturn(Observed.known(List.of(ONE)));

    Observed<List<AuditRequest>> audits =
        new Sweeper(environmentReader, null, null)
            .audits(new ClusterChange(cluster, trigger), deadline);

    List<AuditRequest> events = ((Known<List<AuditRequest>>) audits).value();
    assertThat(events).extracting(AuditRequest::environment).containsExactly(ONE);
    assertThat(events).extracting(AuditRequest::trigger).containsExactly(trigger);
  }
}

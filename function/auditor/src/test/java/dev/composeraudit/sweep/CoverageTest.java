package dev.composeraudit.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.composeraudit.event.CoverageRequest;
import dev.composeraudit.event.ProjectFilter;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.inventory.DeploymentLog;
import dev.composeraudit.fetch.inventory.ListedEnvironment;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.report.finding.CoverageCheck;
import dev.composeraudit.report.finding.CoverageReport;
import dev.composeraudit.report.finding.CoverageReport.Compared;
import dev.composeraudit.report.finding.CoverageReport.Undecided;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

/** Which environments are said to have been missed. */
final class CoverageTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final CoverageRequest CHECK = new CoverageRequest("check-1", NOW.minusSeconds(5));
  private static final DeploymentLog LOG = new DeploymentLog("p-1", Set.of("composer-audit"));
  private static final EnvironmentName ONE = name("acme-data", "one");
  private static final EnvironmentName TWO = name("acme-data", "two");

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final EventTimer timer = EventTimer.start(TestEvent.published("x"), clock);
  private final EnvironmentReader environmentReader = mock(EnvironmentReader.class);
  private final Reporter reporter = mock(Reporter.class);

  @Test
  void whatIsThereAndWasNotJudgedForADayIsNamed() throws Exception {
    listed(old(ONE), old(TWO));
    judged(ONE);

    assertThat(check()).isEqualTo(new Compared(2, List.of(TWO)));
    verify(environmentReader).judged(eq(LOG), eq(NOW.minus(Duration.ofHours(26))), any());
  }

  @Test
  void whatWasJudgedAndIsNotThereAnymoreIsNoMatter() throws Exception {
    listed(old(ONE));
    judged(ONE, TWO);

    assertThat(check()).isEqualTo(new Compared(1, List.of()));
  }

  @Test
  void whatIsYoungerThanAnHourIsGivenTime() throws Exception {
    Duration hour = Duration.ofHours(1);
    listed(
        new ListedEnvironment(ONE, NOW.minus(hour)),
        new ListedEnvironment(TWO, NOW.minus(hour).minusMillis(1)));
    judged();

    assertThat(check()).isEqualTo(new Compared(2, List.of(TWO)));
  }

  @Test
  void whatIsNotAuditedIsNotMissed() throws Exception {
    listed(old(name("other", "e")), old(ONE));
    judged(ONE);

    assertThat(check()).isEqualTo(new Compared(1, List.of()));
  }

  @Test
  void anInventoryOrALogThatCannotBeReadIsNoCoverage() throws Exception {
    when(environmentReader.environmentsBelow(any(), any()))
        .thenReturn(Observed.unknown(Reason.PERMISSION_DENIED, "no inventory"));
    when(environmentReader.judged(any(), any(), any()))
        .thenReturn(Observed.unknown(Reason.UNREADABLE, "no log"));

    assertThat(check()).isEqualTo(new Undecided(List.of("no inventory", "no log")));
  }

  @Test
  void aLogThatCannotBeReadAloneIsNoCoverage() throws Exception {
    listed(old(ONE));
    when(environmentReader.judged(any(), any(), any()))
        .thenReturn(Observed.unknown(Reason.UNREADABLE, "no log"));

    assertThat(check()).isEqualTo(new Undecided(List.of("no log")));
  }

  @Test
  void troubleIsThrownAndNothingIsSaid() throws Exception {
    TransientException trouble = mock(TransientException.class);
    when(environmentReader.environmentsBelow(any(), any()))
        .thenAnswer(
            asked -> {
              throw trouble;
            });

    assertThatThrownBy(this::check).isSameAs(trouble);
    verifyNoInteractions(reporter);
  }

  @Test
  void withoutATerritoryNothingIsCompared() throws Exception {
    Coverage coverage =
        new Coverage(environmentReader, null, Duration.ofHours(1), LOG, reporter, clock);

    assertThat(coverage.check(CHECK, timer.deadline(), timer)).isFalse();
    verifyNoInteractions(environmentReader, reporter);
  }

  private CoverageReport check() throws Exception {
    SweepScope sweepScope =
        new SweepScope(List.of("folders/7"), ProjectFilter.of(List.of("acme-*")));
    Coverage coverage =
        new Coverage(environmentReader, sweepScope, Duration.ofHours(1), LOG, reporter, clock);
    assertThat(coverage.check(CHECK, timer.deadline(), timer)).isTrue();
    ArgumentCaptor<CoverageCheck> checked = ArgumentCaptor.captor();
    verify(reporter).sendCoverage(checked.capture(), eq(timer));
    assertThat(checked.getValue())
        .isEqualTo(new CoverageCheck(CHECK, "folders/7", checked.getValue().report(), NOW));
    return checked.getValue().report();
  }

  private void listed(ListedEnvironment... environments) throws TransientException {
    when(environmentReader.environmentsBelow(eq("folders/7"), any()))
        .thenReturn(Observed.known(List.of(environments)));
  }

  private void judged(EnvironmentName... names) throws TransientException {
    when(environmentReader.judged(any(), any(), any())).thenReturn(Observed.known(Set.of(names)));
  }

  private static ListedEnvironment old(EnvironmentName name) {
    return new ListedEnvironment(name, Instant.EPOCH);
  }

  private static EnvironmentName name(String project, String environment) {
    return new EnvironmentName(project, "europe-west1", environment);
  }
}

package dev.composeraudit.audit;

import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.AuditRequest.Phase;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.Sleeper;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.EventTimer.Stage;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Trigger;
import io.cloudevents.CloudEvent;
import java.time.Clock;
import java.time.Duration;

/**
 * Audits one environment: fetches it, decides what the event means, judges, reports. Auditing the
 * same event twice is harmless: it fetches again and publishes the same findings under the same
 * ids. Safe for use by many threads.
 */
public final class EnvironmentAuditor {
  private final EnvironmentFetcher fetcher;
  private final EnvironmentJudge judge;
  private final Reporter reporter;

  /**
   * Audits by these policies.
   *
   * @param waitForCreation how old the entry of an ended creation may be while Composer does not
   *     show that end
   */
  public EnvironmentAuditor(
      EnvironmentReader reader,
      Duration waitForCreation,
      PolicySet policies,
      Reporter reporter,
      Clock clock,
      Sleeper sleeper) {
    this.fetcher = new EnvironmentFetcher(reader, clock, sleeper);
    this.judge = new EnvironmentJudge(policies, waitForCreation, clock);
    this.reporter = reporter;
  }

  /**
   * Audits the environment of an event.
   *
   * @param arrived the event as it came, for the copy of one that is rejected
   * @param deadline for fetching
   * @throws TransientException if an API could not answer; what is certain without it has been
   *     published
   * @throws TooEarlyException if Composer does not show yet what the event says
   * @throws PublishException if a finding could not be published
   */
  public void audit(CloudEvent arrived, AuditRequest event, Deadline deadline, EventTimer timer)
      throws TransientException, TooEarlyException, PublishException {
    timer.enter(Stage.FETCH);
    if (event.phase() == Phase.REJECTED) {
      reporter.logRejected(event, timer);
      return;
    }
    try {
      report(arrived, event, fetcher.fetch(event, deadline), timer);
    } catch (TransientException trouble) {
      if (trouble.seen().isPresent()) {
        report(arrived, event, trouble.seen().get(), timer);
      }
      throw trouble;
    }
  }

  private void report(CloudEvent arrived, AuditRequest event, Subject fetched, EventTimer timer)
      throws TooEarlyException, PublishException {
    timer.enter(Stage.EVALUATE);
    AuditResult result = judge.judge(event, fetched);
    if (result instanceof AuditResult.Judged judged) {
      reporter.send(judged.report(), timer);
    } else if (result instanceof AuditResult.Gone gone) {
      reporter.archive(gone.report(), timer);
    } else if (result instanceof AuditResult.Rejected rejected) {
      reject(arrived, event, rejected.why(), timer);
    } else if (result instanceof AuditResult.TooEarly early) {
      throw new TooEarlyException(early.why());
    }
  }

  /** A daily sweep audits the same environment again; a copy of each time would be noise. */
  private void reject(CloudEvent arrived, AuditRequest event, RejectedEvent why, EventTimer timer)
      throws PublishException {
    if (event.trigger().kind() == Trigger.Kind.SWEEP) {
      reporter.rejectWithoutCopy(arrived, why, timer);
    } else {
      reporter.reject(arrived, why, timer);
    }
  }
}

package dev.composeraudit;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import dev.composeraudit.audit.CreationWait;
import dev.composeraudit.audit.MissingEnvironment;
import dev.composeraudit.audit.ProvisionalResults;
import dev.composeraudit.audit.TooEarlyException;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.AuditRequest.Phase;
import dev.composeraudit.event.ClusterChange;
import dev.composeraudit.event.CoverageRequest;
import dev.composeraudit.event.EventDecoder;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.event.RejectedEvent.Code;
import dev.composeraudit.event.Request;
import dev.composeraudit.event.SweepRequest;
import dev.composeraudit.fetch.FetchResult;
import dev.composeraudit.fetch.FetchResult.Found;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.EventTimer.Stage;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Trigger;
import dev.composeraudit.sweep.Coverage;
import dev.composeraudit.sweep.Sweeper;
import io.cloudevents.CloudEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The whole program: what arrived is decoded, the environment looked at and judged, and what was
 * found is told. Auditing the same event twice must be harmless: it asks again and tells the same
 * findings under the same ids. Safe for use by many threads.
 */
final class Auditor {
  /** What looking has to leave of an event's budget for telling. */
  private static final Duration TELLING = Duration.ofSeconds(15);

  private static final RejectedEvent NO_SWEEPS =
      new RejectedEvent(
          Code.OUT_OF_SCOPE,
          "a sweep or its coverage, but SWEEP_SCOPE and EVENTS_TOPIC are not set");

  private final EventDecoder decoder;
  private final Sweeper sweeper;
  private final Coverage coverage;
  private final CreationWait patience;
  private final PolicySet policies;
  private final Reporter reporter;
  private final Clock clock;

  Auditor(
      EventDecoder decoder,
      Sweeper sweeper,
      Coverage coverage,
      CreationWait patience,
      PolicySet policies,
      Reporter reporter,
      Clock clock) {
    this.decoder = decoder;
    this.sweeper = sweeper;
    this.coverage = coverage;
    this.patience = patience;
    this.policies = policies;
    this.reporter = reporter;
    this.clock = clock;
  }

  /**
   * Audits one event. That it returns means that the event is done with: everything that there is
   * to tell has been accepted, or no further delivery would change anything.
   *
   * @throws TransientException if what is looked at could not answer; what is certain without it
   *     has been told
   * @throws TooEarlyException if Composer does not show yet what the event says
   * @throws PublishException if what was found could not be told
   */
  void audit(CloudEvent arrived, EventTimer watch)
      throws TransientException, TooEarlyException, PublishException {
    Request decoded = decoder.decode(arrived);
    if (decoded instanceof AuditRequest event) {
      watch.happened(event.trigger().time());
      audit(arrived, event, watch);
    } else if (decoded instanceof ClusterChange change) {
      watch.happened(change.trigger().time());
      audit(arrived, change, watch);
    } else if (decoded instanceof SweepRequest sweep) {
      watch.happened(sweep.time());
      if (!sweeper.sweep(sweep, looking(watch), watch)) {
        reporter.reject(arrived, NO_SWEEPS, watch);
      }
    } else if (decoded instanceof CoverageRequest check) {
      watch.happened(check.time());
      if (!coverage.check(check, looking(watch), watch)) {
        reporter.reject(arrived, NO_SWEEPS, watch);
      }
    } else {
      reporter.reject(arrived, (RejectedEvent) decoded, watch);
    }
  }

  private static Deadline looking(EventTimer watch) {
    return watch.deadline().leaving(TELLING);
  }

  private void audit(CloudEvent arrived, ClusterChange change, EventTimer watch)
      throws TransientException, TooEarlyException, PublishException {
    Observed<List<AuditRequest>> audits = sweeper.audits(change, looking(watch));
    if (audits instanceof Unknown<List<AuditRequest>> unknown) {
      reporter.reject(arrived, new RejectedEvent(Code.UNMAPPED, unknown.help()), watch);
      return;
    }
    List<AuditRequest> events = ((Known<List<AuditRequest>>) audits).value();
    if (events.isEmpty()) {
      reporter.logIgnored(arrived, change.cluster() + " is no environment's cluster", watch);
    }
    for (AuditRequest event : events) {
      audit(arrived, event, watch);
    }
  }

  private void audit(CloudEvent arrived, AuditRequest event, EventTimer watch)
      throws TransientException, TooEarlyException, PublishException {
    watch.enter(Stage.FETCH);
    if (event.phase() == Phase.REJECTED) {
      reporter.logRejected(event, watch);
      return;
    }
    try {
      tell(arrived, event, patience.observe(event, looking(watch)), watch);
    } catch (TransientException trouble) {
      if (trouble.seen().isPresent()) {
        watch.enter(Stage.EVALUATE);
        reporter.send(judge(event, trouble.seen().get()), watch);
      }
      throw trouble;
    }
  }

  private void tell(
      CloudEvent arrived, AuditRequest event, FetchResult observation, EventTimer watch)
      throws PublishException {
    watch.enter(Stage.EVALUATE);
    Instant now = clock.instant();
    if (observation instanceof Found found) {
      Optional<RejectedEvent> nothing = nothingToJudge(found.subject());
      if (nothing.isPresent()) {
        refuse(arrived, event, nothing.get(), watch);
      } else if (isLeaving(found.subject())) {
        reporter.archive(MissingEnvironment.of(event, found.subject(), policies, now), watch);
      } else {
        reporter.send(judge(event, found.subject()), watch);
      }
    } else if (ProvisionalResults.isAt(event)) {
      reporter.send(judge(event, MissingEnvironment.notYet(event, now)), watch);
    } else {
      reporter.archive(
          MissingEnvironment.of(event, MissingEnvironment.gone(event, now), policies, now), watch);
    }
  }

  private Report judge(AuditRequest event, Subject subject) {
    Instant now = clock.instant();
    return new Report(
        event,
        subject,
        ProvisionalResults.certain(event, subject, policies.judge(subject, now)),
        policies.digest(),
        now);
  }

  /**
   * Where Composer's API is not enabled there is no environment, or all of them are hidden: one
   * record in place of an error of every policy, and coverage names what the inventory still shows.
   */
  private static Optional<RejectedEvent> nothingToJudge(Subject subject) {
    return subject.environment() instanceof Unknown<Environment> unknown
            && unknown.reason() == Reason.SERVICE_DISABLED
        ? Optional.of(new RejectedEvent(Code.SERVICE_DISABLED, unknown.help()))
        : Optional.empty();
  }

  /** A copy is for what comes once; of what is asked every day it would be an alarm a day. */
  private void refuse(
      CloudEvent arrived, AuditRequest event, RejectedEvent refusal, EventTimer watch)
      throws PublishException {
    if (event.trigger().kind() == Trigger.Kind.SWEEP) {
      reporter.rejectWithoutCopy(arrived, refusal, watch);
    } else {
      reporter.reject(arrived, refusal, watch);
    }
  }

  /** Whether it is being deleted, so that nothing of it needs to be put right. */
  private static boolean isLeaving(Subject subject) {
    return subject.environment() instanceof Known<Environment> known
        && known.value().getState() == Environment.State.DELETING;
  }
}

package dev.composeraudit;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import dev.composeraudit.event.AuditEvent;
import dev.composeraudit.event.AuditEvent.Phase;
import dev.composeraudit.event.ClusterChange;
import dev.composeraudit.event.CoverageCheck;
import dev.composeraudit.event.Decoded;
import dev.composeraudit.event.EventDecoder;
import dev.composeraudit.event.Refusal;
import dev.composeraudit.event.Refusal.Code;
import dev.composeraudit.event.Sweep;
import dev.composeraudit.fetch.Observation;
import dev.composeraudit.fetch.Observation.Found;
import dev.composeraudit.fetch.TransientException;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.report.PublishException;
import dev.composeraudit.report.Report;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.subject.Deadline;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Subject;
import io.cloudevents.CloudEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The whole program: what arrived is decoded, the environment looked at and judged, and what was
 * found is told. Auditing the same event twice must be harmless: it asks again and tells the same
 * findings under the same ids. Safe for use by many threads.
 */
final class Auditor {
  /** What looking has to leave of an event's budget for telling. */
  private static final Duration TELLING = Duration.ofSeconds(15);

  private static final Refusal NO_SWEEPS =
      new Refusal(
          Code.OUT_OF_SCOPE,
          "a sweep or its coverage, but SWEEP_SCOPE and EVENTS_TOPIC are not set");

  private final EventDecoder decoder;
  private final Sweeper sweeper;
  private final Coverage coverage;
  private final Patience patience;
  private final PolicySet policies;
  private final Reporter reporter;
  private final Clock clock;

  Auditor(
      EventDecoder decoder,
      Sweeper sweeper,
      Coverage coverage,
      Patience patience,
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
  void audit(CloudEvent arrived) throws TransientException, TooEarlyException, PublishException {
    Deadline deadline = Deadline.in(Deadline.EVENT, clock);
    Decoded decoded = decoder.decode(arrived);
    if (decoded instanceof AuditEvent event) {
      audit(event, deadline);
    } else if (decoded instanceof ClusterChange change) {
      audit(arrived, change, deadline);
    } else if (decoded instanceof Sweep sweep) {
      if (!sweeper.sweep(sweep, deadline.leaving(TELLING))) {
        reporter.refuse(arrived, NO_SWEEPS, deadline);
      }
    } else if (decoded instanceof CoverageCheck check) {
      if (!coverage.check(check, deadline.leaving(TELLING), deadline)) {
        reporter.refuse(arrived, NO_SWEEPS, deadline);
      }
    } else {
      reporter.refuse(arrived, (Refusal) decoded, deadline);
    }
  }

  private void audit(CloudEvent arrived, ClusterChange change, Deadline deadline)
      throws TransientException, TooEarlyException, PublishException {
    Observed<List<AuditEvent>> audits = sweeper.audits(change, deadline.leaving(TELLING));
    if (audits instanceof Unknown<List<AuditEvent>> unknown) {
      reporter.refuse(arrived, new Refusal(Code.UNMAPPED, unknown.help()), deadline);
      return;
    }
    List<AuditEvent> events = ((Known<List<AuditEvent>>) audits).value();
    if (events.isEmpty()) {
      reporter.ignore(arrived, change.cluster() + " is no environment's cluster");
    }
    for (AuditEvent event : events) {
      audit(event, deadline);
    }
  }

  private void audit(AuditEvent event, Deadline deadline)
      throws TransientException, TooEarlyException, PublishException {
    if (event.phase() == Phase.REJECTED) {
      reporter.pass(event);
      return;
    }
    try {
      tell(event, patience.observe(event, deadline.leaving(TELLING)), deadline);
    } catch (TransientException trouble) {
      if (trouble.seen().isPresent()) {
        reporter.send(judge(event, trouble.seen().get()), deadline);
      }
      throw trouble;
    }
  }

  private void tell(AuditEvent event, Observation observation, Deadline deadline)
      throws PublishException {
    Instant now = clock.instant();
    if (observation instanceof Found found) {
      if (isLeaving(found.subject())) {
        reporter.archive(Absence.of(event, found.subject(), policies, now), deadline);
      } else {
        reporter.send(judge(event, found.subject()), deadline);
      }
    } else if (FirstLook.isAt(event)) {
      reporter.send(judge(event, Absence.notYet(event, now)), deadline);
    } else {
      reporter.archive(Absence.of(event, Absence.gone(event, now), policies, now), deadline);
    }
  }

  private Report judge(AuditEvent event, Subject subject) {
    Instant now = clock.instant();
    return new Report(
        event,
        subject,
        FirstLook.certain(event, subject, policies.judge(subject, now)),
        policies.digest(),
        now);
  }

  /** Whether it is being deleted, so that nothing of it needs to be put right. */
  private static boolean isLeaving(Subject subject) {
    return subject.environment() instanceof Known<Environment> known
        && known.value().getState() == Environment.State.DELETING;
  }
}

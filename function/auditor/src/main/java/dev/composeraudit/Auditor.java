package dev.composeraudit;

import dev.composeraudit.audit.ChangeCoalescer;
import dev.composeraudit.audit.ClusterAudits;
import dev.composeraudit.audit.EnvironmentAuditor;
import dev.composeraudit.audit.NotYetTurnException;
import dev.composeraudit.audit.TooEarlyException;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.ClusterChange;
import dev.composeraudit.event.CoverageRequest;
import dev.composeraudit.event.EventDecoder;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.event.RejectedEvent.Code;
import dev.composeraudit.event.Request;
import dev.composeraudit.event.SweepRequest;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.sweep.Coverage;
import dev.composeraudit.sweep.Sweeper;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Handles one event: decodes it and does what its request asks for. Handling the same event twice
 * is harmless. Safe for use by many threads.
 */
final class Auditor {
  /** How much of an event's time is left for publishing. */
  private static final Duration PUBLISHING = Duration.ofSeconds(15);

  private static final RejectedEvent NO_SWEEPS =
      new RejectedEvent(
          Code.OUT_OF_SCOPE,
          "the message asks for a sweep or a coverage check, but SWEEP_SCOPE and EVENTS_TOPIC are"
              + " not set");

  private final EventDecoder decoder;
  private final @Nullable Sweeper sweeper;
  private final @Nullable Coverage coverage;
  private final ControlTopic control;
  private final ClusterAudits clusters;
  private final ChangeCoalescer changes;
  private final EnvironmentAuditor environments;
  private final Reporter reporter;

  /**
   * @param sweeper null: this deployment makes no sweeps
   * @param coverage null: this deployment makes no sweeps, so that it cannot find what they missed
   */
  Auditor(
      EventDecoder decoder,
      @Nullable Sweeper sweeper,
      @Nullable Coverage coverage,
      ControlTopic control,
      ClusterAudits clusters,
      ChangeCoalescer changes,
      EnvironmentAuditor environments,
      Reporter reporter) {
    this.decoder = decoder;
    this.sweeper = sweeper;
    this.coverage = coverage;
    this.control = control;
    this.clusters = clusters;
    this.changes = changes;
    this.environments = environments;
    this.reporter = reporter;
  }

  /**
   * Handles one event. When it returns, every finding has been accepted, or no redelivery would
   * change anything.
   *
   * @throws TransientException if an API could not answer; what is certain without it has been
   *     published
   * @throws TooEarlyException if Composer does not show yet what the event says
   * @throws NotYetTurnException if other events about the same cluster have their turn
   * @throws PublishException if a finding could not be published
   */
  void audit(CloudEvent arrived, EventTimer timer)
      throws TransientException, TooEarlyException, NotYetTurnException, PublishException {
    Request request = decoder.decode(arrived);
    Optional<RejectedEvent> rejection = control.rejection(arrived, request);
    if (rejection.isPresent()) {
      reporter.reject(arrived, rejection.get(), timer);
    } else if (request instanceof AuditRequest event) {
      timer.happened(event.trigger().time());
      environments.audit(arrived, event, fetching(timer), timer);
    } else if (request instanceof ClusterChange change) {
      timer.happened(change.trigger().time());
      audit(arrived, change, timer);
    } else if (request instanceof SweepRequest sweep) {
      timer.happened(sweep.time());
      reject(arrived, sweep(sweep, timer), timer);
    } else if (request instanceof CoverageRequest check) {
      timer.happened(check.time());
      reject(arrived, check(check, timer), timer);
    } else {
      reporter.reject(arrived, (RejectedEvent) request, timer);
    }
  }

  private Optional<RejectedEvent> sweep(SweepRequest sweep, EventTimer timer)
      throws TransientException, PublishException {
    return sweeper == null ? Optional.of(NO_SWEEPS) : sweeper.sweep(sweep, fetching(timer), timer);
  }

  private Optional<RejectedEvent> check(CoverageRequest check, EventTimer timer)
      throws TransientException, PublishException {
    return coverage == null
        ? Optional.of(NO_SWEEPS)
        : coverage.check(check, fetching(timer), timer);
  }

  private void reject(CloudEvent arrived, Optional<RejectedEvent> rejection, EventTimer timer)
      throws PublishException {
    if (rejection.isPresent()) {
      reporter.reject(arrived, rejection.get(), timer);
    }
  }

  private static Deadline fetching(EventTimer timer) {
    return timer.deadline().leaving(PUBLISHING);
  }

  private void audit(CloudEvent arrived, ClusterChange change, EventTimer timer)
      throws TransientException, TooEarlyException, NotYetTurnException, PublishException {
    Instant now = timer.now();
    Instant published = arrived.getTime() == null ? now : arrived.getTime().toInstant();
    switch (changes.begin(change.cluster(), published)) {
      case COVERED ->
          reporter.logIgnored(
              arrived, change.cluster() + " has been audited since this change", timer);
      case LATER ->
          throw new NotYetTurnException(
              change.cluster() + ": its changes within a minute are audited together");
      case AUDIT -> {
        boolean isDecided = false;
        try {
          auditClusters(arrived, change, timer);
          isDecided = true;
        } finally {
          changes.end(change.cluster(), now, isDecided);
        }
      }
    }
  }

  private void auditClusters(CloudEvent arrived, ClusterChange change, EventTimer timer)
      throws TransientException, TooEarlyException, PublishException {
    Observed<List<AuditRequest>> audits = clusters.of(change, fetching(timer));
    if (audits instanceof Unknown<List<AuditRequest>> unknown) {
      reporter.reject(arrived, new RejectedEvent(Code.UNMAPPED, unknown.help()), timer);
      return;
    }
    List<AuditRequest> events = ((Known<List<AuditRequest>>) audits).value();
    if (events.isEmpty()) {
      reporter.logIgnored(
          arrived, change.cluster() + " is not the cluster of an environment", timer);
    }
    for (AuditRequest event : events) {
      environments.audit(arrived, event, fetching(timer), timer);
    }
  }
}

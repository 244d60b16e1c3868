package dev.composeraudit.sweep;

import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.AuditRequest.Phase;
import dev.composeraudit.event.AuditRequest.RequestedAgent;
import dev.composeraudit.event.ClusterChange;
import dev.composeraudit.event.SweepRequest;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.inventory.ListedEnvironment;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.report.AuditRequestPublisher;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Unknown;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the environments that an event is about where it does not name them. */
public final class Sweeper {
  private final EnvironmentReader environmentReader;
  private final @Nullable SweepScope sweepScope;
  private final @Nullable AuditRequestPublisher requests;

  /**
   * @param sweepScope what is swept; null with requests: this deployment makes no sweeps
   */
  public Sweeper(
      EnvironmentReader environmentReader,
      @Nullable SweepScope sweepScope,
      @Nullable AuditRequestPublisher requests) {
    this.environmentReader = environmentReader;
    this.sweepScope = sweepScope;
    this.requests = requests;
  }

  /**
   * Asks for the audit of every environment in scope.
   *
   * @return false if this deployment makes no sweeps
   * @throws TransientException if the inventory could not answer
   * @throws PublishException if the requests were not accepted
   */
  public boolean sweep(SweepRequest sweep, Deadline deadline, EventTimer timer)
      throws TransientException, PublishException {
    if (sweepScope == null || requests == null) {
      return false;
    }
    for (SweepScope part : sweepScope.parts()) {
      timer.enter(EventTimer.Stage.FETCH);
      Observed<List<EnvironmentName>> found =
          part.environments(environmentReader, deadline)
              .map(all -> all.stream().map(ListedEnvironment::name).toList());
      if (found instanceof Unknown<List<EnvironmentName>> unknown) {
        requests.logFailure(sweep, unknown.help(), timer);
      } else {
        requests.send(sweep, ((Known<List<EnvironmentName>>) found).value(), deadline, timer);
      }
    }
    return true;
  }

  /**
   * The audits that a cluster's change calls for: one, or none if it is no environment's cluster.
   *
   * @return unknown if it is not known whose cluster it is
   * @throws TransientException if Composer could not answer
   */
  public Observed<List<AuditRequest>> audits(ClusterChange change, Deadline deadline)
      throws TransientException {
    return environmentReader
        .environmentsOf(change.cluster(), deadline)
        .map(names -> names.stream().map(name -> audit(name, change)).toList());
  }

  private static AuditRequest audit(EnvironmentName name, ClusterChange change) {
    return new AuditRequest(name, change.trigger(), Phase.LAST, RequestedAgent.UNKNOWN, "", "", "");
  }
}

package dev.composeraudit.audit;

import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.AuditRequest.Phase;
import dev.composeraudit.event.AuditRequest.RequestedAgent;
import dev.composeraudit.event.ClusterChange;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import java.util.List;

/** Finds the environment whose cluster was changed, where the event does not name it. */
public final class ClusterAudits {
  private final EnvironmentReader environmentReader;

  public ClusterAudits(EnvironmentReader environmentReader) {
    this.environmentReader = environmentReader;
  }

  /**
   * The audits that a cluster's change calls for: one, or none if it is no environment's cluster.
   *
   * @return unknown if it is not known whose cluster it is
   * @throws TransientException if Composer could not answer
   */
  public Observed<List<AuditRequest>> of(ClusterChange change, Deadline deadline)
      throws TransientException {
    return environmentReader
        .environmentsOf(change.cluster(), deadline)
        .map(names -> names.stream().map(name -> audit(name, change)).toList());
  }

  private static AuditRequest audit(EnvironmentName name, ClusterChange change) {
    return new AuditRequest(name, change.trigger(), Phase.LAST, RequestedAgent.UNKNOWN, "", "", "");
  }
}

package dev.composeraudit;

import dev.composeraudit.event.AuditEvent;
import dev.composeraudit.event.AuditEvent.Phase;
import dev.composeraudit.event.AuditEvent.RequestedAgent;
import dev.composeraudit.event.ClusterChange;
import dev.composeraudit.event.Sweep;
import dev.composeraudit.fetch.ListedEnvironment;
import dev.composeraudit.fetch.Observatory;
import dev.composeraudit.fetch.TransientException;
import dev.composeraudit.report.AuditRequests;
import dev.composeraudit.report.PublishException;
import dev.composeraudit.report.Watch;
import dev.composeraudit.subject.Deadline;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Unknown;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the environments that an event is about where it does not name them. */
final class Sweeper {
  private final Observatory observatory;
  private final @Nullable Territory territory;
  private final @Nullable AuditRequests requests;

  /**
   * @param territory what is swept; null with requests: this deployment makes no sweeps
   */
  Sweeper(
      Observatory observatory, @Nullable Territory territory, @Nullable AuditRequests requests) {
    this.observatory = observatory;
    this.territory = territory;
    this.requests = requests;
  }

  /**
   * Asks for the audit of every environment in scope.
   *
   * @return false if this deployment makes no sweeps
   * @throws TransientException if the inventory could not answer
   * @throws PublishException if the requests were not accepted
   */
  boolean sweep(Sweep sweep, Deadline deadline, Watch watch)
      throws TransientException, PublishException {
    if (territory == null || requests == null) {
      return false;
    }
    for (Territory part : territory.parts()) {
      watch.enter(Watch.Stage.LOOKING);
      Observed<List<EnvironmentName>> found =
          part.environments(observatory, deadline)
              .map(all -> all.stream().map(ListedEnvironment::name).toList());
      if (found instanceof Unknown<List<EnvironmentName>> unknown) {
        requests.fail(sweep, unknown.help(), watch);
      } else {
        requests.send(sweep, ((Known<List<EnvironmentName>>) found).value(), deadline, watch);
      }
    }
    return true;
  }

  /**
   * The audits that a cluster's change calls for: one, or none if it is no environment's cluster.
   *
   * @return unknown if it can't be told whose cluster it is
   * @throws TransientException if Composer could not answer
   */
  Observed<List<AuditEvent>> audits(ClusterChange change, Deadline deadline)
      throws TransientException {
    return observatory
        .environmentsOf(change.cluster(), deadline)
        .map(names -> names.stream().map(name -> audit(name, change)).toList());
  }

  private static AuditEvent audit(EnvironmentName name, ClusterChange change) {
    return new AuditEvent(name, change.trigger(), Phase.LAST, RequestedAgent.UNKNOWN, "", "", "");
  }
}

package dev.composeraudit;

import dev.composeraudit.event.Scope;
import dev.composeraudit.fetch.ListedEnvironment;
import dev.composeraudit.fetch.Observatory;
import dev.composeraudit.fetch.TransientException;
import dev.composeraudit.subject.Deadline;
import dev.composeraudit.subject.Observed;
import java.util.List;

/**
 * What this deployment answers for, whether or not events come of it: the environments below a part
 * of the organization, in projects that it audits.
 *
 * @param below {@code organizations/N}, {@code folders/N} or {@code projects/P}
 */
record Territory(String below, Scope audited) {
  /**
   * Which environments there are, now.
   *
   * @return unknown if not all of them could be told
   * @throws TransientException if the inventory could not answer within the deadline
   */
  Observed<List<ListedEnvironment>> environments(Observatory observatory, Deadline deadline)
      throws TransientException {
    return observatory
        .environmentsBelow(below, deadline)
        .map(all -> all.stream().filter(it -> audited.contains(it.name().project())).toList());
  }
}

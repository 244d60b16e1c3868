package dev.composeraudit.fetch;

import com.google.container.v1.Cluster;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.Subject;

/** Reads a part of a subject, or several, that belong to its cluster. */
@FunctionalInterface
interface ClusterPartReader {
  /**
   * Reads the parts, which may turn out to be unknown.
   *
   * @return the subject with them
   * @throws TransientException if a later delivery may be able to read them
   */
  Subject read(Subject subject, ClusterName name, Cluster cluster, Deadline deadline)
      throws TransientException;
}

package dev.composeraudit.fetch;

import com.google.container.v1.Cluster;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.Subject;
import java.util.function.UnaryOperator;

/** Reads a part of a subject, or several, that belong to its cluster. */
@FunctionalInterface
interface ClusterPartReader {
  /**
   * Reads the parts, which may turn out to be unknown. Parts of one cluster are read at the same
   * time, by several threads.
   *
   * @return what adds them to a subject
   * @throws TransientException if a later delivery may be able to read them
   */
  UnaryOperator<Subject> read(ClusterName name, Cluster cluster, Deadline deadline)
      throws TransientException;
}

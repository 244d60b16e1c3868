package dev.composeraudit.fetch;

import com.google.common.base.Throwables;
import com.google.container.v1.Cluster;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Parts;
import dev.composeraudit.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads a cluster, and then at the same time what belongs to it: its subnetworks and its control
 * plane's objects need nothing of each other.
 */
final class ClusterSubjectReader {
  private final ClusterReader clusters;
  private final List<ClusterPartReader> parts;
  private final ExecutorService executor;

  ClusterSubjectReader(
      ClusterReader clusters, List<ClusterPartReader> parts, ExecutorService executor) {
    this.clusters = clusters;
    this.parts = List.copyOf(parts);
    this.executor = executor;
  }

  /**
   * Adds the cluster and what belongs to it; all of that is unknown if the cluster is.
   *
   * @throws TransientException if a later delivery may be able to read more; it has the parts that
   *     were read
   */
  Subject read(ClusterName name, Subject unread, Deadline deadline) throws TransientException {
    Observed<Cluster> cluster;
    try {
      cluster = clusters.read(name, deadline);
    } catch (TransientException failed) {
      throw failed.after(unread);
    }
    if (!(cluster instanceof Known<Cluster> known)) {
      return unread.with(
          Parts.unknown((Unknown<Cluster>) cluster)
              .with(Part.ENVIRONMENT, unread.get(Part.ENVIRONMENT)));
    }
    List<Future<UnaryOperator<Subject>>> reads = new ArrayList<>();
    for (ClusterPartReader part : parts) {
      reads.add(executor.submit(() -> part.read(name, known.value(), deadline)));
    }
    return await(name, unread.with(Part.CLUSTER, cluster), reads);
  }

  /** Adds what each read found. One that failed does not keep the others from being added. */
  private static Subject await(
      ClusterName name, Subject unread, List<Future<UnaryOperator<Subject>>> reads)
      throws TransientException {
    Subject subject = unread;
    @Nullable TransientException failure = null;
    for (Future<UnaryOperator<Subject>> read : reads) {
      try {
        subject = await(name, read).apply(subject);
      } catch (TransientException failed) {
        failure = failure == null ? failed : failure;
      }
    }
    if (failure != null) {
      throw failure.after(subject);
    }
    return subject;
  }

  private static UnaryOperator<Subject> await(ClusterName name, Future<UnaryOperator<Subject>> read)
      throws TransientException {
    try {
      return read.get();
    } catch (ExecutionException failed) {
      Throwable cause = Objects.requireNonNullElse(failed.getCause(), failed);
      Throwables.throwIfInstanceOf(cause, TransientException.class);
      Throwables.throwIfUnchecked(cause);
      throw new IllegalStateException(cause);
    } catch (InterruptedException interrupted) {
      read.cancel(true);
      Thread.currentThread().interrupt();
      throw new TransientException("reading " + name + ": interrupted", interrupted);
    }
  }
}

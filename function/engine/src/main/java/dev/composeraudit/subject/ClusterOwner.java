package dev.composeraudit.subject;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.subject.Observed.Reason;
import java.util.Optional;

/** Whether a document's cluster is the one that its environment names. */
final class ClusterOwner {
  private ClusterOwner() {}

  /** The same parts; without the cluster, if it says that it is another one. */
  static Parts checked(Parts parts) {
    if (!(parts.get(Part.ENVIRONMENT) instanceof Observed.Known<Environment> environment
        && parts.get(Part.CLUSTER) instanceof Observed.Known<Cluster> cluster)) {
      return parts;
    }
    String wanted = environment.value().getConfig().getGkeCluster();
    String given = cluster.value().getSelfLink();
    return name(wanted)
        .flatMap(name -> name(given).filter(other -> !isSame(name, other)))
        .map(
            other ->
                parts.with(
                    Part.CLUSTER,
                    Observed.<Cluster>unknown(
                        Reason.REFUSED,
                        "the document's cluster is %s, and the environment's is %s"
                            .formatted(Excerpt.of(given), Excerpt.of(wanted)))))
        .orElse(parts);
  }

  private static Optional<ClusterName> name(String text) {
    try {
      int start = text.indexOf("projects/");
      return start < 0 ? Optional.empty() : Optional.of(ClusterName.parse(text.substring(start)));
    } catch (IllegalArgumentException unknownForm) {
      return Optional.empty();
    }
  }

  /** A project may be named by its number, and a zone's cluster by its region. */
  private static boolean isSame(ClusterName name, ClusterName other) {
    return name.cluster().equals(other.cluster())
        && (name.project().equals(other.project())
            || isNumber(name.project())
            || isNumber(other.project()));
  }

  private static boolean isNumber(String project) {
    return project.matches("[0-9]+");
  }
}

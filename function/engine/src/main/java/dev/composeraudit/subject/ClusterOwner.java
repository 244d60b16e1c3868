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
    return name(wanted)
        .flatMap(name -> own(cluster.value(), name).filter(other -> !isSame(name, other)))
        .map(
            other ->
                parts.with(
                    Part.CLUSTER,
                    Observed.<Cluster>unknown(
                        Reason.REFUSED,
                        "the document's cluster is %s, and the environment's is %s"
                            .formatted(other, Excerpt.of(wanted)))))
        .orElse(parts);
  }

  /** What the cluster says of itself; a document may leave its self link out, or its name too. */
  private static Optional<ClusterName> own(Cluster cluster, ClusterName wanted) {
    if (!cluster.getSelfLink().isBlank() || cluster.getName().isBlank()) {
      return name(cluster.getSelfLink());
    }
    String location = cluster.getLocation().isBlank() ? wanted.location() : cluster.getLocation();
    return Optional.of(new ClusterName(wanted.project(), location, cluster.getName()));
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
        && region(name).equals(region(other))
        && (name.project().equals(other.project())
            || isNumber(name.project())
            || isNumber(other.project()));
  }

  private static String region(ClusterName name) {
    return name.location().replaceFirst("-[a-z]$", "");
  }

  private static boolean isNumber(String project) {
    return project.matches("[0-9]+");
  }
}

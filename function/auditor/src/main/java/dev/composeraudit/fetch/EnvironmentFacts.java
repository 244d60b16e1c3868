package dev.composeraudit.fetch;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.cloud.orchestration.airflow.service.v1.EnvironmentConfig;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.util.Map;
import java.util.TreeMap;

/** Facts of an environment's document: which cluster it has, which fields are not set yet. */
final class EnvironmentFacts {
  private static final String NOT_CREATED = "the environment is still being created";

  private EnvironmentFacts() {}

  /** The environment's cluster; unknown if it has none, or one that can't or may not be read. */
  static Observed<ClusterName> cluster(EnvironmentName name, Environment environment) {
    if (environment.getConfig().getSoftwareConfig().getImageVersion().startsWith("composer-3")) {
      return unknown(
          name,
          Reason.NOT_READ,
          "Composer 3 runs in a cluster of Google's tenant project, which is hidden");
    }
    // The name can be set before Composer has finished its cluster.
    if (environment.getState() == Environment.State.CREATING) {
      return unknown(name, Reason.NOT_YET, NOT_CREATED);
    }
    String text = environment.getConfig().getGkeCluster();
    if (text.isEmpty()) {
      return unknown(
          name,
          Reason.NOT_FOUND,
          "the environment, in state %s, names no cluster".formatted(environment.getState()));
    }
    return parse(name, text);
  }

  private static Observed<ClusterName> parse(EnvironmentName name, String text) {
    try {
      ClusterName cluster = ClusterName.parse(text);
      return cluster.project().equals(name.project())
          ? Observed.known(cluster)
          : unknown(
              name,
              Reason.REFUSED,
              "the environment names a cluster in another project, %s".formatted(cluster));
    } catch (IllegalArgumentException malformed) {
      return unknown(name, Reason.UNREADABLE, String.valueOf(malformed.getMessage()));
    }
  }

  /** Fields that are blank because Composer sets them later, by their path in the REST document. */
  static Map<String, Unknown<Object>> unknownFields(Environment environment) {
    Map<String, Unknown<Object>> unknown = new TreeMap<>();
    if (environment.getState() == Environment.State.CREATING) {
      EnvironmentConfig config = environment.getConfig();
      Map<String, String> late =
          Map.of(
              "config.gkeCluster", config.getGkeCluster(),
              "config.dagGcsPrefix", config.getDagGcsPrefix(),
              "config.airflowUri", config.getAirflowUri(),
              "config.airflowByoidUri", config.getAirflowByoidUri());
      late.forEach(
          (path, value) -> {
            if (value.isEmpty()) {
              unknown.put(path, new Unknown<>(Reason.NOT_YET, NOT_CREATED));
            }
          });
    }
    return unknown;
  }

  private static Observed<ClusterName> unknown(EnvironmentName name, Reason reason, String why) {
    return Observed.unknown(reason, "the cluster of " + name + ": " + why);
  }
}

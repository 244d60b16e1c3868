package dev.composeraudit.egress;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import com.google.container.v1.DatapathProvider;
import dev.composeraudit.subject.ComposerVersion;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.UnknownPart;
import dev.composeraudit.subject.agent.AgentDaemonSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out which kind of cluster an environment has. The cluster's own word counts; without it the
 * generation's: Composer 2 runs on Autopilot, Composer 1 on Standard. Where the two contradict each
 * other and a configuration would be ignored for it, the kind is unknown.
 */
final class ModeFinder {
  /** The field that decides it for Standard clusters. */
  static final String DATAPATH = Subject.CLUSTER_FIELD + "networkConfig.datapathProvider";

  private final Subject subject;
  private final int generation;

  private ModeFinder(Subject subject) {
    this.subject = subject;
    this.generation = generation(subject);
  }

  /** What is known of a cluster before its configurations are read. */
  enum Kind {
    AUTOPILOT,
    STANDARD,
    /** Standard with Dataplane V2 and EgressNATPolicies: it is not documented which decides. */
    STANDARD_WITH_POLICIES,
    COMPOSER_3,
    UNKNOWN
  }

  static Kind kind(Subject subject) {
    return new ModeFinder(subject).kind();
  }

  /** 0 if unknown. */
  private static int generation(Subject subject) {
    return subject.environment() instanceof Observed.Known<Environment> environment
        ? ComposerVersion.of(environment.value()).map(ComposerVersion::generation).orElse(0)
        : 0;
  }

  private Kind kind() {
    if (generation == 3) {
      return Kind.COMPOSER_3;
    }
    if (subject.cluster() instanceof Observed.Known<Cluster> cluster) {
      if (contradiction(cluster.value()).isPresent()) {
        return Kind.UNKNOWN;
      }
      return cluster.value().getAutopilot().getEnabled()
          ? Kind.AUTOPILOT
          : standard(cluster.value());
    }
    return switch (generation) {
      case 1 -> Kind.STANDARD;
      case 2 -> Kind.AUTOPILOT;
      default -> Kind.UNKNOWN;
    };
  }

  /**
   * What the cluster says against the environment's generation, where that would leave out a
   * configuration that is there: it may be another cluster's document, or one that leaves out
   * fields. Empty if there is no such contradiction.
   */
  static Optional<UnknownPart> contradiction(Subject subject) {
    return subject.cluster() instanceof Observed.Known<Cluster> cluster
        ? new ModeFinder(subject).contradiction(cluster.value())
        : Optional.empty();
  }

  /**
   * Fields of the cluster that decide whether it obeys EgressNATPolicies, and that it does not
   * state, by their path; empty if it should not have any policies.
   */
  static Map<String, UnknownPart> unstated(Subject subject) {
    return subject.cluster() instanceof Observed.Known<Cluster> cluster
            && (cluster.value().getAutopilot().getEnabled() || generation(subject) == 2)
        ? PolicySupport.unstated(cluster.value())
        : Map.of();
  }

  private Optional<UnknownPart> contradiction(Cluster cluster) {
    boolean autopilot = cluster.getAutopilot().getEnabled();
    if (generation == 1 && autopilot) {
      return Optional.of(
          Unknowns.indeterminate(
              Part.CLUSTER,
              "the cluster is an Autopilot cluster, and Composer 1 runs on Standard only; give the"
                  + " document of the environment's own cluster"));
    }
    if (generation != 1 && !cluster.hasAutopilot()) {
      return Optional.of(
          Unknowns.indeterminate(
              Part.CLUSTER,
              "the cluster does not state whether it is an Autopilot cluster (autopilot is left"
                  + " out), as each cluster of Composer 2 is; give its whole document, as gcloud"
                  + " container clusters describe prints it"));
    }
    if (generation == 2 && !autopilot && standard(cluster) == Kind.STANDARD && hasPolicies()) {
      return Optional.of(
          Unknowns.indeterminate(
              Part.CLUSTER,
              "there are EgressNATPolicies, and the cluster is not an Autopilot cluster"
                  + " (autopilot.enabled is not true), as each cluster of Composer 2 is; give the"
                  + " whole document of the environment's own cluster"));
    }
    return Optional.empty();
  }

  private boolean hasPolicies() {
    return subject.egressNatPolicies() instanceof Observed.Known<List<EgressNatPolicy>> policies
        && !policies.value().isEmpty();
  }

  /**
   * Dataplane V2 on Standard may have both, the agent and policies. A dataplane that is not known
   * here may have them too.
   */
  private Kind standard(Cluster cluster) {
    if (subject.unknownFields().containsKey(DATAPATH)) {
      return Kind.UNKNOWN;
    }
    DatapathProvider provider = cluster.getNetworkConfig().getDatapathProvider();
    if (provider == DatapathProvider.UNRECOGNIZED) {
      return Kind.UNKNOWN;
    }
    if (provider == DatapathProvider.DATAPATH_PROVIDER_UNSPECIFIED
        || provider == DatapathProvider.LEGACY_DATAPATH) {
      return Kind.STANDARD;
    }
    if (subject.egressNatPolicies() instanceof Observed.Unknown<?>) {
      return Kind.UNKNOWN;
    }
    return hasPolicies() ? Kind.STANDARD_WITH_POLICIES : Kind.STANDARD;
  }

  /** Whether the cluster has a data plane that this version does not know. */
  static boolean hasUnknownDatapath(Subject subject) {
    return subject.cluster() instanceof Observed.Known<Cluster> cluster
        && cluster.value().getNetworkConfig().getDatapathProvider()
            == DatapathProvider.UNRECOGNIZED;
  }

  static Mode mode(Kind kind, Subject subject) {
    return switch (kind) {
      case COMPOSER_3 -> Mode.NOT_APPLICABLE;
      case AUTOPILOT -> Mode.EGRESS_NAT_POLICY;
      case UNKNOWN, STANDARD_WITH_POLICIES -> Mode.UNKNOWN;
      case STANDARD ->
          subject.ipMasqAgentDaemonSet() instanceof Observed.Known<Optional<AgentDaemonSet>> known
              ? known.value().isPresent() ? Mode.IP_MASQ_AGENT : Mode.DEFAULT_SNAT
              : Mode.UNKNOWN;
    };
  }
}

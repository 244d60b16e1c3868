package dev.composeraudit.subject;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is judged: an environment with what could be observed around it.
 *
 * @param trigger what caused the audit
 * @param environment the Composer environment, whole
 * @param unknownFields fields of a known environment that are themselves unknown, by their path in
 *     the REST form ({@code config.gkeCluster} while it is being created, {@code
 *     config.nodeConfig.enableIpMasqAgent} in a plan that leaves it open; {@code name} where it is
 *     not known yet), and of a known cluster, by {@link #CLUSTER_FIELD} and their path
 * @param ipMasqAgentConfig empty = observed, there is none
 * @param ipMasqAgentDaemonSet empty = observed, there is none
 * @param observer who saw the cluster's side: {@code kubernetes-api} or {@code document}
 * @param observedAt when it was seen
 */
public record Subject(
    EnvironmentName name,
    Trigger trigger,
    Observed<Environment> environment,
    Map<String, Observed.Unknown<Object>> unknownFields,
    Observed<Cluster> cluster,
    Observed<List<Subnetwork>> subnetworks,
    Observed<List<EgressNatPolicy>> egressNatPolicies,
    Observed<Optional<AgentConfigMap>> ipMasqAgentConfig,
    Observed<Optional<AgentDaemonSet>> ipMasqAgentDaemonSet,
    String observer,
    Instant observedAt) {
  /** What the paths of a cluster's unknown fields begin with. */
  public static final String CLUSTER_FIELD = "cluster.";

  public Subject {
    unknownFields = Map.copyOf(unknownFields);
  }

  /** The same subject with other fields unknown. */
  public Subject withUnknownFields(Map<String, Observed.Unknown<Object>> fields) {
    return new Subject(
        name,
        trigger,
        environment,
        fields,
        cluster,
        subnetworks,
        egressNatPolicies,
        ipMasqAgentConfig,
        ipMasqAgentDaemonSet,
        observer,
        observedAt);
  }

  /** The part, as far as it is known. */
  public Observed<?> part(Part part) {
    return switch (part) {
      case ENVIRONMENT -> environment;
      case CLUSTER -> cluster;
      case SUBNETWORKS -> subnetworks;
      case EGRESS_NAT_POLICIES -> egressNatPolicies;
      case IP_MASQ_AGENT_CONFIG -> ipMasqAgentConfig;
      case IP_MASQ_AGENT_DAEMON_SET -> ipMasqAgentDaemonSet;
    };
  }
}

package dev.composeraudit.subject;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import dev.composeraudit.subject.agent.AgentConfigMap;
import dev.composeraudit.subject.agent.AgentDaemonSet;
import dev.composeraudit.subject.hidden.HiddenValues;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is judged: an environment with what could be observed around it.
 *
 * @param trigger what made us look
 * @param parts the environment, its cluster and so on, each known or unknown; without values that
 *     may be secret
 * @param unknownFields fields of a known environment that are themselves unknown, by their path in
 *     the REST form ({@code config.gkeCluster} while it is being created, {@code
 *     config.nodeConfig.enableIpMasqAgent} in a plan that leaves it open; {@code name} where it is
 *     not known yet), and of a known cluster, by {@link #CLUSTER_FIELD} and their path
 * @param observer who saw the cluster's side: {@code kubernetes-api} or {@code document}
 * @param observedAt when it was seen
 */
public record Subject(
    EnvironmentName name,
    Trigger trigger,
    Parts parts,
    Map<String, Observed.Unknown<Object>> unknownFields,
    String observer,
    Instant observedAt) {
  /** What the paths of a cluster's unknown fields begin with. */
  public static final String CLUSTER_FIELD = "cluster.";

  /** Hides what may be secret, so that no policy, finding or file can hold it. */
  public Subject {
    parts =
        parts
            .with(Part.ENVIRONMENT, parts.get(Part.ENVIRONMENT).map(HiddenValues::hide))
            .with(Part.CLUSTER, parts.get(Part.CLUSTER).map(HiddenValues::hide));
    unknownFields = Collections.unmodifiableMap(new TreeMap<>(unknownFields));
  }

  /** The part, as far as it is known. */
  public <T> Observed<T> get(Part<T> part) {
    return parts.get(part);
  }

  /** The same subject with another value of a part. */
  public <T> Subject with(Part<T> part, Observed<T> value) {
    return with(parts.with(part, value));
  }

  /** The same subject with other parts. */
  public Subject with(Parts others) {
    return new Subject(name, trigger, others, unknownFields, observer, observedAt);
  }

  /** The same subject with other fields unknown. */
  public Subject withUnknownFields(Map<String, Observed.Unknown<Object>> fields) {
    return new Subject(name, trigger, parts, fields, observer, observedAt);
  }

  public Observed<Environment> environment() {
    return get(Part.ENVIRONMENT);
  }

  public Observed<Cluster> cluster() {
    return get(Part.CLUSTER);
  }

  public Observed<List<Subnetwork>> subnetworks() {
    return get(Part.SUBNETWORKS);
  }

  public Observed<List<EgressNatPolicy>> egressNatPolicies() {
    return get(Part.EGRESS_NAT_POLICIES);
  }

  public Observed<Optional<AgentConfigMap>> ipMasqAgentConfig() {
    return get(Part.IP_MASQ_AGENT_CONFIG);
  }

  public Observed<Optional<AgentDaemonSet>> ipMasqAgentDaemonSet() {
    return get(Part.IP_MASQ_AGENT_DAEMON_SET);
  }
}

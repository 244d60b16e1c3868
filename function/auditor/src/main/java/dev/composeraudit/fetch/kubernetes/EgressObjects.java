package dev.composeraudit.fetch.kubernetes;

import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.agent.AgentConfigMap;
import dev.composeraudit.subject.agent.AgentDaemonSet;
import java.util.List;
import java.util.Optional;

/** The objects of a cluster's Kubernetes API that decide the source addresses of its Pods. */
public record EgressObjects(
    Observed<List<EgressNatPolicy>> policies,
    Observed<Optional<AgentConfigMap>> config,
    Observed<Optional<AgentDaemonSet>> daemonSet) {
  /** All of them are unknown, for one reason. */
  public static EgressObjects unknown(Unknown<?> why) {
    return new EgressObjects(why.as(), why.as(), why.as());
  }

  /** The subject with these objects. */
  public Subject addTo(Subject subject) {
    return subject
        .with(Part.EGRESS_NAT_POLICIES, policies)
        .with(Part.IP_MASQ_AGENT_CONFIG, config)
        .with(Part.IP_MASQ_AGENT_DAEMON_SET, daemonSet);
  }
}

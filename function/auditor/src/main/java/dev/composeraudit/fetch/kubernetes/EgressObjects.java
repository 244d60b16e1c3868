package dev.composeraudit.fetch.kubernetes;

import dev.composeraudit.subject.AgentConfigMap;
import dev.composeraudit.subject.AgentDaemonSet;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Unknown;
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
}

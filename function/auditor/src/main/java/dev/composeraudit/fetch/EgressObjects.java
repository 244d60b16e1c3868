package dev.composeraudit.fetch;

import dev.composeraudit.subject.AgentConfigMap;
import dev.composeraudit.subject.AgentDaemonSet;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Unknown;
import java.util.List;
import java.util.Optional;

/** What the Kubernetes API of a cluster holds about the source addresses of its Pods. */
record EgressObjects(
    Observed<List<EgressNatPolicy>> policies,
    Observed<Optional<AgentConfigMap>> config,
    Observed<Optional<AgentDaemonSet>> daemonSet) {
  /** None of it could be seen, for one reason. */
  static EgressObjects unknown(Unknown<?> why) {
    return new EgressObjects(why.as(), why.as(), why.as());
  }
}

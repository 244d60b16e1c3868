package dev.composeraudit.policy.remedy;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.agent.AgentConfigMap;
import java.util.List;
import java.util.Optional;

/** A subject as it would be if one thing about it were otherwise. */
final class WhatIf {
  private WhatIf() {}

  static Subject environment(Subject subject, Environment environment) {
    return subject.with(Part.ENVIRONMENT, Observed.known(environment));
  }

  static Subject policies(Subject subject, List<EgressNatPolicy> policies) {
    return subject.with(Part.EGRESS_NAT_POLICIES, Observed.known(policies));
  }

  static Subject agentConfig(Subject subject, String config) {
    return subject.with(
        Part.IP_MASQ_AGENT_CONFIG, Observed.known(Optional.of(AgentConfigMap.of(config))));
  }
}

package dev.composeraudit.policy.remedy;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import dev.composeraudit.subject.AgentConfigMap;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Subject;
import java.util.List;
import java.util.Optional;

/** A subject as it would be if one thing about it were otherwise. */
final class WhatIf {
  private WhatIf() {}

  static Subject environment(Subject subject, Environment environment) {
    return copy(
        subject,
        Observed.known(environment),
        subject.egressNatPolicies(),
        subject.ipMasqAgentConfig());
  }

  static Subject policies(Subject subject, List<EgressNatPolicy> policies) {
    return copy(
        subject, subject.environment(), Observed.known(policies), subject.ipMasqAgentConfig());
  }

  static Subject agentConfig(Subject subject, String config) {
    return copy(
        subject,
        subject.environment(),
        subject.egressNatPolicies(),
        Observed.known(Optional.of(AgentConfigMap.of(config))));
  }

  private static Subject copy(
      Subject subject,
      Observed<Environment> environment,
      Observed<List<EgressNatPolicy>> policies,
      Observed<Optional<AgentConfigMap>> agentConfig) {
    return new Subject(
        subject.name(),
        subject.trigger(),
        environment,
        subject.unknownFields(),
        subject.cluster(),
        subject.subnetworks(),
        policies,
        agentConfig,
        subject.ipMasqAgentDaemonSet(),
        subject.observer(),
        subject.observedAt());
  }
}

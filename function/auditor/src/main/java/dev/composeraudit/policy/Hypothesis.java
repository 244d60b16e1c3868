package dev.composeraudit.policy;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import dev.composeraudit.egress.Derived;
import dev.composeraudit.egress.Mode;
import dev.composeraudit.subject.AgentConfigMap;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Subject;
import java.util.List;
import java.util.Optional;

/** A subject as it would be if one thing about it were otherwise. */
final class Hypothesis {
  private static final List<String> EVERYTHING = List.of("0.0.0.0/0");

  private Hypothesis() {}

  /** The same with the agent: Composer's own egress policy exempts the Pod range alone. */
  static Subject withAgent(SubjectView view, Environment environment) {
    Environment.Builder enabled = environment.toBuilder();
    enabled.getConfigBuilder().getNodeConfigBuilder().setEnableIpMasqAgent(true);
    Subject subject = environment(view.subject(), enabled.build());
    if (!(view.egress().network().podCidrs() instanceof Derived.Value<List<String>> pods)
        || view.egress().mode() != Mode.EGRESS_NAT_POLICY) {
      return subject;
    }
    return EgressEdit.of(new SubjectView(subject, view.now()), pods.value(), EVERYTHING)
        .map(EgressEdit::subject)
        .orElse(subject);
  }

  private static Subject environment(Subject subject, Environment environment) {
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

package dev.composeraudit.policy.remedy;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import dev.composeraudit.egress.Mode;
import dev.composeraudit.egress.network.Derived;
import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.subject.Subject;
import java.util.List;

/** A subject as it would be if its environment had been created with the IP masquerade agent. */
final class EnabledAgent {
  private static final List<String> EVERYTHING = List.of("0.0.0.0/0");

  private EnabledAgent() {}

  /** The same with the agent: Composer's own egress policy exempts the Pod range alone. */
  static Subject of(SubjectView view, Environment environment) {
    Environment.Builder enabled = environment.toBuilder();
    enabled.getConfigBuilder().getNodeConfigBuilder().setEnableIpMasqAgent(true);
    Subject subject = WhatIf.environment(view.subject(), enabled.build());
    if (!(view.egress().network().podCidrs() instanceof Derived.Value<List<String>> pods)
        || view.egress().mode() != Mode.EGRESS_NAT_POLICY) {
      return subject;
    }
    return EgressEdits.of(new SubjectView(subject, view.now()), pods.value(), EVERYTHING)
        .map(EgressEdit::subject)
        .orElse(subject);
  }
}

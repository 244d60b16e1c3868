package dev.composeraudit.policy.remedy;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.AgentSettings;
import dev.composeraudit.egress.network.Derived;
import dev.composeraudit.policy.cel.SubjectView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A change of the ConfigMap {@code kube-system/ip-masq-agent}. */
final class AgentConfigEdit {
  private AgentConfigEdit() {}

  static Optional<EgressEdit> of(SubjectView view, CidrSet keep, CidrSet masquerade) {
    Derived<List<String>> list = view.egress().network().nonMasqueradeCidrs();
    Optional<Map<String, String>> settings = AgentSettings.of(view.subject());
    if (!(list instanceof Derived.Value<List<String>> known) || settings.isEmpty()) {
      return Optional.empty();
    }
    List<Cidr> before = known.value().stream().map(Cidr::parse).toList();
    CidrSet after = CidrSet.of(before).minus(masquerade).union(keep);
    List<String> cidrs = WrittenRanges.of(after, before);
    if (after.equals(CidrSet.of(before))) {
      return Optional.empty();
    }
    String config = config(cidrs, settings.get());
    return Optional.of(
        new EgressEdit(manifest(config), WhatIf.agentConfig(view.subject(), config)));
  }

  private static String config(List<String> cidrs, Map<String, String> others) {
    StringBuilder yaml =
        new StringBuilder("nonMasqueradeCIDRs:" + (cidrs.isEmpty() ? " []" : "") + "\n");
    cidrs.forEach(cidr -> yaml.append("  - ").append(Quoted.yaml(cidr)).append('\n'));
    others.forEach((key, value) -> yaml.append(key + ": " + value + "\n"));
    return yaml.toString();
  }

  private static String manifest(String config) {
    return """
    # Save it as ip-masq-agent.yaml, then: kubectl apply -f ip-masq-agent.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: ip-masq-agent
      namespace: kube-system
    data:
      config: |
    """
        + config.indent(4);
  }
}

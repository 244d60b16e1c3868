package dev.composeraudit.policy.remedy;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.address.Family;
import dev.composeraudit.egress.Egress;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A change of the EgressNATPolicies that are not GKE's own. */
final class EgressNatPolicyEdit {
  private static final String DEFAULT = "default";

  private final CidrSet keep;
  private final CidrSet masquerade;
  private final boolean merge;
  private final List<EgressNatPolicy> after = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();

  private EgressNatPolicyEdit(CidrSet keep, CidrSet masquerade, boolean merge) {
    this.keep = keep;
    this.masquerade = masquerade;
    this.merge = merge;
  }

  /**
   * The change, with the ranges as they are written; with the fewest ranges if there would be more
   * than the agent accepts. IPv6 is left out: it is never masqueraded, and the agent refuses it.
   */
  static Optional<EgressEdit> of(Subject subject, CidrSet keep, CidrSet masquerade) {
    if (!(subject.egressNatPolicies() instanceof Observed.Known<List<EgressNatPolicy>> known)
        || known.value().stream().anyMatch(policy -> !policy.problems().isEmpty())) {
      return Optional.empty();
    }
    try {
      EgressNatPolicyEdit edit = edited(known.value(), keep, masquerade, false);
      if (edit.count() > Egress.POLICY_DESTINATIONS) {
        edit = edited(known.value(), keep, masquerade, true);
      }
      return edit.steps.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new EgressEdit(
                  String.join("---\n", edit.steps), WhatIf.policies(subject, edit.after)));
    } catch (IllegalArgumentException notARange) {
      return Optional.empty();
    }
  }

  private static EgressNatPolicyEdit edited(
      List<EgressNatPolicy> policies, CidrSet keep, CidrSet masquerade, boolean merge) {
    EgressNatPolicyEdit edit =
        new EgressNatPolicyEdit(keep.of(Family.IPV4), masquerade.of(Family.IPV4), merge);
    edit.edit(policies);
    return edit;
  }

  private int count() {
    return after.stream().mapToInt(policy -> policy.cidrs().size()).sum();
  }

  private void edit(List<EgressNatPolicy> policies) {
    CidrSet others = CidrSet.EMPTY;
    for (EgressNatPolicy policy : policies) {
      if (policy.managed()) {
        after.add(policy);
      } else if (!policy.name().equals(DEFAULT)) {
        CidrSet left = set(policy.cidrs()).minus(masquerade);
        others = others.union(left);
        put(policy, left);
      }
    }
    EgressNatPolicy old =
        policies.stream()
            .filter(policy -> policy.name().equals(DEFAULT))
            .findFirst()
            .orElse(
                new EgressNatPolicy(DEFAULT, false, EgressNatPolicy.NO_SNAT, List.of(), List.of()));
    CidrSet left = set(old.cidrs()).minus(masquerade);
    CidrSet wanted = left.union(keep.minus(others));
    put(old, merge ? wanted.minus(others) : wanted);
  }

  private void put(EgressNatPolicy old, CidrSet destinations) {
    List<Cidr> before = old.cidrs().stream().map(text -> Cidr.parse(text).masked()).toList();
    List<String> cidrs = merge ? destinations.toStrings() : WrittenRanges.of(destinations, before);
    if (cidrs.equals(old.cidrs())) {
      after.add(old);
    } else if (cidrs.isEmpty()) {
      steps.add("# kubectl delete egressnatpolicies %s\n".formatted(Quoted.shell(old.name())));
    } else {
      after.add(new EgressNatPolicy(old.name(), false, EgressNatPolicy.NO_SNAT, cidrs, List.of()));
      steps.add(manifest(old.name(), cidrs));
    }
  }

  private static String manifest(String name, List<String> cidrs) {
    StringBuilder yaml =
        new StringBuilder(
            """
            # Save it as egress-policy.yaml, then: kubectl apply -f egress-policy.yaml
            # It edits the policy that exempts; another policy beside it would masquerade nothing.
            apiVersion: networking.gke.io/v1
            kind: EgressNATPolicy
            metadata:
              name: %s
            spec:
              action: NoSNAT
              destinations:
            """
                .formatted(Quoted.yaml(name)));
    cidrs.forEach(cidr -> yaml.append("    - cidr: ").append(Quoted.yaml(cidr)).append('\n'));
    return yaml.toString();
  }

  private static CidrSet set(List<String> cidrs) {
    return CidrSet.of(cidrs.stream().map(Cidr::parse).toList()).of(Family.IPV4);
  }
}

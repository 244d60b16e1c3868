package dev.composeraudit.policy;

import dev.composeraudit.egress.Cidr;
import dev.composeraudit.egress.CidrSet;
import dev.composeraudit.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A change of a cluster's egress configuration.
 *
 * @param text what brings it about, to be pasted
 * @param subject with the change made
 */
record EgressEdit(String text, Subject subject) {

  /**
   * The least change after which some destinations see Pod addresses and others node addresses.
   *
   * @param keep ranges that are to see Pods
   * @param masquerade ranges that are to see nodes, but for those to keep
   * @return empty if the present configuration is unknown or not understood whole, or cannot be
   *     edited
   */
  static Optional<EgressEdit> of(SubjectView view, List<String> keep, List<String> masquerade) {
    CidrSet kept = set(keep);
    CidrSet masqueraded = set(masquerade).minus(kept);
    return switch (view.egress().mode()) {
      case EGRESS_NAT_POLICY -> EgressNatPolicyEdit.of(view.subject(), kept, masqueraded);
      case IP_MASQ_AGENT -> AgentConfigEdit.of(view, kept, masqueraded);
      case DEFAULT_SNAT, NOT_APPLICABLE, UNKNOWN -> Optional.empty();
    };
  }

  private static CidrSet set(List<String> ranges) {
    return CidrSet.of(ranges.stream().map(Cidr::parse).toList());
  }

  /**
   * The ranges of a set as a person would go on writing them: those that stand already, as far as
   * they lie in it, then the rest.
   */
  static List<String> written(CidrSet set, List<Cidr> before) {
    List<Cidr> ranges = new ArrayList<>(before.stream().distinct().filter(set::covers).toList());
    ranges.addAll(set.minus(CidrSet.of(ranges)).toCidrs());
    return ranges.stream().map(Cidr::toString).toList();
  }
}

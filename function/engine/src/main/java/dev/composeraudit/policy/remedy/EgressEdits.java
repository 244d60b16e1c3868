package dev.composeraudit.policy.remedy;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.policy.cel.SubjectView;
import java.util.List;
import java.util.Optional;

/** Chooses the edit of whatever decides a cluster's egress. */
final class EgressEdits {
  private EgressEdits() {}

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
}

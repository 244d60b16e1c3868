package dev.composeraudit.egress;

import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.network.DerivedNetwork;
import java.util.List;

/**
 * One way in which a cluster may treat its Pods' packets. A destination is exempt if packets to it
 * are not masqueraded: it sees the Pod address. A destination that is neither exempt nor unknown
 * sees the node's.
 *
 * @param exemptions the exempt ranges, each with the reason
 * @param exempt the same as a set of addresses
 * @param unknown destinations that may be exempt or not
 * @param listSource what names the exempt ranges, see {@link DerivedNetwork#nonMasqueradeSource};
 *     empty if it is unknown
 */
record MasqueradeRules(
    List<ExemptRange> exemptions, CidrSet exempt, CidrSet unknown, String listSource) {
  static final String POLICY = "EgressNATPolicy";
  static final String CONFIG_MAP = "ip-masq-agent ConfigMap";
  static final String DEFAULT = "default";
  static final String NONE = "none";

  MasqueradeRules(List<ExemptRange> exemptions, CidrSet unknown, String listSource) {
    this(List.copyOf(exemptions), ExemptRange.ranges(exemptions), unknown, listSource);
  }

  /** A node's own rules, where no agent has replaced them. */
  static MasqueradeRules defaultSnat(boolean disabled) {
    if (disabled) {
      return new MasqueradeRules(
          List.of(ExemptRange.ALL_IPV4, ExemptRange.ALL_IPV6), CidrSet.EMPTY, NONE);
    }
    return new MasqueradeRules(
        ExemptRange.defaultsWith(true, ExemptRange.LINK_LOCAL, ExemptRange.ALL_IPV6),
        CidrSet.EMPTY,
        DEFAULT);
  }
}

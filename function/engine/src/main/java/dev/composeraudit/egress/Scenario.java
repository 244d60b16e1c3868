package dev.composeraudit.egress;

import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.network.DerivedNetwork;
import java.util.List;

/**
 * One way in which a cluster may treat its Pods' packets.
 *
 * @param exempt destinations that see the Pod address
 * @param kept the same as a set
 * @param perhaps destinations that may or may not; all others see the node's
 * @param listSource what names the exempt ranges, see {@link DerivedNetwork#nonMasqueradeSource};
 *     empty if it is unknown
 */
record Scenario(List<Exemption> exempt, CidrSet kept, CidrSet perhaps, String listSource) {
  static final String POLICY = "EgressNATPolicy";
  static final String CONFIG_MAP = "ip-masq-agent ConfigMap";
  static final String DEFAULT = "default";
  static final String NONE = "none";

  Scenario(List<Exemption> exempt, CidrSet perhaps, String listSource) {
    this(List.copyOf(exempt), Exemption.ranges(exempt), perhaps, listSource);
  }

  /** A node's own rules, where no agent has replaced them. */
  static Scenario defaultSnat(boolean disabled) {
    if (disabled) {
      return new Scenario(List.of(Exemption.ALL_IPV4, Exemption.ALL_IPV6), CidrSet.EMPTY, NONE);
    }
    return new Scenario(
        Exemption.defaultsWith(true, Exemption.LINK_LOCAL, Exemption.ALL_IPV6),
        CidrSet.EMPTY,
        DEFAULT);
  }
}

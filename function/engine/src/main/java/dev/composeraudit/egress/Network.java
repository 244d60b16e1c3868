package dev.composeraudit.egress;

import java.util.List;

/**
 * What policies know as {@code network}: ranges as canonical text, in order, merged.
 *
 * @param nodeCidrs where nodes have their addresses
 * @param podCidrs where Pods have theirs
 * @param serviceCidrs where Services have theirs
 * @param nonMasqueradeCidrs destinations that see Pod addresses, see {@link DerivedNetwork}
 * @param nonMasqueradeSource what exempts them, see {@link DerivedNetwork}
 */
public record Network(
    List<String> nodeCidrs,
    List<String> podCidrs,
    List<String> serviceCidrs,
    List<String> nonMasqueradeCidrs,
    String nonMasqueradeSource) {
  public Network {
    nodeCidrs = List.copyOf(nodeCidrs);
    podCidrs = List.copyOf(podCidrs);
    serviceCidrs = List.copyOf(serviceCidrs);
    nonMasqueradeCidrs = List.copyOf(nonMasqueradeCidrs);
  }
}

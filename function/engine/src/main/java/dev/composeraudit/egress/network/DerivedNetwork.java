package dev.composeraudit.egress.network;

import dev.composeraudit.egress.Network;
import java.util.List;

/**
 * The fields of {@link Network}, each a value or the unknown parts that prevent it. Ranges are
 * canonical, ordered and merged into the fewest.
 *
 * @param nonMasqueradeCidrs all destinations that keep the Pod address because something names
 *     them: every EgressNATPolicy including GKE's own, the agent's list, the default list; {@code
 *     0.0.0.0/0} where nothing is masqueraded. What is kept without being named is not in it:
 *     link-local, and IPv6 where it is never masqueraded
 * @param nonMasqueradeSource {@code EgressNATPolicy}, {@code ip-masq-agent ConfigMap}, {@code
 *     default} (the default list, the agent's or the node's own), or {@code none} (nothing
 *     masquerades)
 */
public record DerivedNetwork(
    Derived<List<String>> nodeCidrs,
    Derived<List<String>> podCidrs,
    Derived<List<String>> serviceCidrs,
    Derived<List<String>> nonMasqueradeCidrs,
    Derived<String> nonMasqueradeSource) {}

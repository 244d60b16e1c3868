package dev.composeraudit.egress;

import com.google.common.net.InetAddresses;
import dev.composeraudit.egress.agent.AgentFlags;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rules of masquerading as GKE and the agent document them, one address at a time: no sets of
 * ranges, and nothing of the code that they judge but the names of its results.
 */
final class PlainRules {
  private static final List<String> RFC_1918 =
      List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16");
  private static final List<String> RESERVED =
      List.of(
          "100.64.0.0/10",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "240.0.0.0/4");

  /** Each address is read a thousand times. */
  private static final Map<String, BigInteger> BITS = new ConcurrentHashMap<>();

  private static final Set<Source> EITHER = EnumSet.of(Source.POD, Source.NODE);

  private final SmallCluster cluster;
  private final SmallCluster.Ranges ranges;
  private final SmallCluster.Agent agent;
  private final Collection<String> everywhere;

  /**
   * The rules for a cluster.
   *
   * @param everywhere addresses among which there is one of every kind
   */
  PlainRules(SmallCluster cluster, Collection<String> everywhere) {
    this.cluster = cluster;
    this.ranges = cluster.ranges();
    this.agent = cluster.agent();
    this.everywhere = everywhere;
  }

  /** POD or NODE; UNKNOWN if what was seen of the cluster allows both. */
  Source source(String destination) {
    Set<Source> possible =
        cluster.policies() != null && cluster.autopilot()
            ? byPolicies(destination)
            : byBackend(destination);
    return possible.size() == 1 ? possible.iterator().next() : Source.UNKNOWN;
  }

  /** Whether the address is in the cluster's own node, Pod or Service ranges, as far as seen. */
  boolean isOwn(String address) {
    return isService(address)
        || isInAny(address, ranges.allNodes())
        || isInAny(address, ranges.allPods());
  }

  boolean isService(String address) {
    return isInAny(address, ranges.allServices());
  }

  /**
   * Any policy that lists the destination keeps the Pod address; so do the cluster's own ranges.
   */
  private Set<Source> byPolicies(String destination) {
    if (arePoliciesRefused()) {
      return EITHER;
    }
    if (isIpv6(destination) && !isIpv6MasqueradedByAgent()) {
      boolean unseen = agent.presence() == SmallCluster.Presence.UNSEEN && !cluster.autopilot();
      return agent.presence() == SmallCluster.Presence.RUNS_SOMEHOW || unseen
          ? either(Source.POD, byPoliciesAlone(destination))
          : Set.of(Source.POD);
    }
    return byPoliciesAlone(destination);
  }

  private boolean isIpv6MasqueradedByAgent() {
    return agent.presence() == SmallCluster.Presence.RUNS && agent.flags().ipv6();
  }

  private Set<Source> byPoliciesAlone(String destination) {
    if (isInAny(destination, ranges.allNodes())
        || isInAny(destination, ranges.allPods())
        || isInAny(destination, ranges.allServices())
        || isInAny(destination, List.of("169.254.0.0/16", "fe80::/10"))) {
      return Set.of(Source.POD);
    }
    boolean managed = false;
    boolean listed = false;
    Map<String, List<String>> policies = Objects.requireNonNull(cluster.policies());
    for (String name : policies.keySet()) {
      List<String> cidrs = Objects.requireNonNull(policies.get(name));
      listed |= isInAny(destination, cidrs);
      managed |= name.equals(SmallCluster.MANAGED);
    }
    if (listed) {
      return Set.of(Source.POD);
    }
    boolean perhaps = !cluster.policies().containsKey("default");
    boolean nodesTold = ranges.nodesSeen() || managed;
    return perhaps || !nodesTold ? EITHER : Set.of(Source.NODE);
  }

  /** Whether the agent refuses what GKE's controller makes of all policies together. */
  private boolean arePoliciesRefused() {
    List<String> all = new ArrayList<>();
    Objects.requireNonNull(cluster.policies()).values().forEach(all::addAll);
    return all.size() > 64
        || all.stream()
            .anyMatch(cidr -> !isAligned(cidr) || (isIpv6(cidr) && !isIpv6MasqueradedByAgent()));
  }

  /** A Service's address stands for that of a Pod or a node, wherever they are. */
  private Set<Source> byBackend(String destination) {
    if (!isInAny(destination, ranges.allServices())) {
      return onStandard(destination);
    }
    Set<Source> possible = EnumSet.noneOf(Source.class);
    for (String backend : backends(isIpv6(destination))) {
      possible.addAll(onStandard(backend));
    }
    return possible;
  }

  /** Whether the agent decides or the policies do is not known where there are both. */
  private Set<Source> onStandard(String destination) {
    Set<Source> possible = EnumSet.copyOf(byAgentAlone(destination));
    if (cluster.policies() != null) {
      possible.addAll(byPolicies(destination));
    }
    return possible;
  }

  private List<String> backends(boolean ipv6) {
    List<String> family = everywhere.stream().filter(address -> isIpv6(address) == ipv6).toList();
    List<String> known =
        family.stream()
            .filter(a -> isInAny(a, ranges.allPods()) || isInAny(a, ranges.allNodes()))
            .toList();
    return known.isEmpty() || !ranges.nodesSeen() ? family : known;
  }

  private Set<Source> byAgentAlone(String destination) {
    return switch (agent.presence()) {
      case RUNS -> byAgent(destination, agent.flags());
      case RUNS_SOMEHOW -> byAgentSomehow(destination);
      case ABSENT -> withoutAgent(destination);
      case UNSEEN -> EITHER;
    };
  }

  private Set<Source> byAgentSomehow(String destination) {
    Set<Source> possible = EnumSet.noneOf(Source.class);
    for (boolean allReserved : new boolean[] {false, true}) {
      for (boolean ipv6 : new boolean[] {false, true}) {
        Set<Source> agents = byAgent(destination, new AgentFlags(allReserved, ipv6));
        possible.addAll(agents);
        // In a chain of its own GKE's may masquerade first.
        boolean alsoByNodes = isIpv6(destination) || isKeptByNodes(destination);
        if (!agent.snatDisabled() && agents.contains(Source.POD) && !alsoByNodes) {
          possible.add(Source.NODE);
        }
      }
    }
    return possible;
  }

  private Set<Source> byAgent(String destination, AgentFlags flags) {
    boolean ipv6 = isIpv6(destination);
    if (ipv6 && !flags.ipv6()) {
      return Set.of(Source.POD);
    }
    List<String> list = agent.list();
    if (list != null && !list.stream().allMatch(range -> isTaken(range, flags))) {
      return EITHER;
    }
    boolean linkLocal = isInAny(destination, List.of(ipv6 ? "fe80::/10" : "169.254.0.0/16"));
    boolean masqLinkLocal = ipv6 ? agent.masqLinkLocalIpv6() : agent.masqLinkLocal();
    boolean kept =
        (linkLocal && !masqLinkLocal)
            || (list == null
                ? isInDefault(destination, flags.allReserved())
                : isInAny(destination, list));
    return Set.of(kept ? Source.POD : Source.NODE);
  }

  private static boolean isTaken(String range, AgentFlags flags) {
    return isAligned(range) && (flags.ipv6() || !isIpv6(range));
  }

  private static boolean isKeptByNodes(String destination) {
    return isInDefault(destination, true) || isInAny(destination, List.of("169.254.0.0/16"));
  }

  private Set<Source> withoutAgent(String destination) {
    boolean kept = agent.snatDisabled() || isIpv6(destination) || isKeptByNodes(destination);
    return Set.of(kept ? Source.POD : Source.NODE);
  }

  private static boolean isInDefault(String destination, boolean allReserved) {
    return isInAny(destination, RFC_1918) || (allReserved && isInAny(destination, RESERVED));
  }

  private static Set<Source> either(Source one, Set<Source> others) {
    Set<Source> both = EnumSet.copyOf(others);
    both.add(one);
    return both;
  }

  static boolean isInAny(String address, Collection<String> ranges) {
    return ranges.stream().anyMatch(range -> isIn(address, range));
  }

  private static boolean isIn(String address, String range) {
    String network = range.substring(0, range.indexOf('/'));
    return isIpv6(address) == isIpv6(network)
        && bits(address)
            .shiftRight(hostBits(range))
            .equals(bits(network).shiftRight(hostBits(range)));
  }

  private static boolean isAligned(String range) {
    BigInteger network = bits(range.substring(0, range.indexOf('/')));
    return network.signum() == 0 || network.getLowestSetBit() >= hostBits(range);
  }

  private static int hostBits(String range) {
    int prefix = Integer.parseInt(range.substring(range.indexOf('/') + 1));
    return (isIpv6(range) ? 128 : 32) - prefix;
  }

  private static BigInteger bits(String address) {
    return BITS.computeIfAbsent(
        address, text -> new BigInteger(1, InetAddresses.forString(text).getAddress()));
  }

  static boolean isIpv6(String text) {
    return text.contains(":");
  }
}

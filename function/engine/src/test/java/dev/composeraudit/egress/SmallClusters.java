package dev.composeraudit.egress;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.SmallRanges;
import dev.composeraudit.egress.agent.AgentFlags;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Small clusters of every kind, and the addresses of their world. */
final class SmallClusters {
  private static final List<Cidr> IPV4 =
      cidrs(
          "10.0.0.16/28",
          "8.8.8.0/28",
          "100.64.0.0/28",
          "169.254.0.0/28",
          "0.0.0.0/28",
          "255.255.255.240/28");
  private static final List<Cidr> IPV6 = cidrs("2001:db8::/124", "fe80::/124", "::/124");

  /** Both sides of the borders of what is exempt by default, and somewhere else altogether. */
  private static final List<String> BORDERS =
      List.of(
          "9.255.255.255",
          "11.0.0.0",
          "172.15.255.255",
          "172.16.0.0",
          "172.31.255.255",
          "172.32.0.0",
          "192.167.255.255",
          "192.168.0.0",
          "192.169.0.0",
          "100.63.255.255",
          "100.127.255.255",
          "100.128.0.0",
          "192.0.0.255",
          "192.0.1.0",
          "192.0.2.0",
          "192.0.3.0",
          "192.88.98.255",
          "192.88.99.0",
          "198.17.255.255",
          "198.19.255.255",
          "198.20.0.0",
          "198.51.99.255",
          "198.51.100.0",
          "203.0.113.255",
          "203.0.114.0",
          "239.255.255.255",
          "240.0.0.0",
          "169.253.255.255",
          "169.254.255.255",
          "169.255.0.0",
          "1.2.3.4",
          "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
          "fec0::",
          "fe7f::1",
          "2001:db9::1");

  /** Every address of the world. */
  static final List<String> WORLD = world();

  private SmallClusters() {}

  private static List<Cidr> cidrs(String... texts) {
    return Stream.of(texts).map(Cidr::parse).toList();
  }

  private static List<String> world() {
    Set<String> world = new LinkedHashSet<>(BORDERS);
    for (List<Cidr> corners : List.of(IPV4, IPV6)) {
      SmallRanges.addresses(corners).forEach(address -> world.add(address.toString()));
    }
    return List.copyOf(world);
  }

  /** A range to ask about: small, or one that holds much of the world. */
  static Arbitrary<Cidr> destination() {
    return Arbitraries.oneOf(
        SmallRanges.range(IPV4),
        SmallRanges.range(IPV6),
        Arbitraries.of(cidrs("0.0.0.0/0", "8.0.0.0/5", "168.0.0.0/5", "::/0", "fe00::/7")));
  }

  /** What a firewall accepts. */
  static Arbitrary<List<Cidr>> firewall() {
    return destination().list().ofMinSize(1).ofMaxSize(4);
  }

  static Arbitrary<SmallCluster> any() {
    return Arbitraries.oneOf(underPolicies(), underAgent());
  }

  static Arbitrary<SmallCluster> underAgent() {
    return Combinators.combine(ranges(), agent())
        .as((ranges, agent) -> new SmallCluster(ranges, agent, null, false));
  }

  static Arbitrary<SmallCluster> underPolicies() {
    return Combinators.combine(ranges(), agent(), policies(), Arbitraries.of(true, false))
        .as(SmallClusters::underPolicies);
  }

  /** Without a policy, Dataplane V2 on Standard leaves it to the agent. */
  private static SmallCluster underPolicies(
      SmallCluster.Ranges ranges,
      SmallCluster.Agent agent,
      Map<String, List<String>> policies,
      boolean autopilot) {
    return new SmallCluster(ranges, agent, policies, autopilot || policies.isEmpty());
  }

  private static Arbitrary<SmallCluster.Ranges> ranges() {
    Arbitrary<String> ipv4 = text(SmallRanges.range(IPV4));
    Arbitrary<String> ipv6 = text(SmallRanges.range(IPV6));
    return Combinators.combine(ipv4, often(true), ipv4, orBlank(ipv4), orBlank(ipv6), orBlank(ipv6))
        .as(SmallCluster.Ranges::new);
  }

  private static Arbitrary<SmallCluster.Agent> agent() {
    Arbitrary<Boolean> either = Arbitraries.of(true, false);
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(6, SmallCluster.Presence.RUNS),
                Tuple.of(1, SmallCluster.Presence.RUNS_SOMEHOW),
                Tuple.of(2, SmallCluster.Presence.ABSENT),
                Tuple.of(1, SmallCluster.Presence.UNSEEN)),
            Combinators.combine(either, either).as(AgentFlags::new),
            list().injectNull(0.2),
            often(false),
            often(false),
            either)
        .as(SmallCluster.Agent::new);
  }

  private static Arbitrary<Map<String, List<String>>> policies() {
    return Combinators.combine(
            list().injectNull(0.1), longList().injectNull(0.5), list().injectNull(0.5))
        .as(
            (first, more, managed) -> {
              Map<String, List<String>> policies = new TreeMap<>();
              putUnlessNull(policies, "default", first);
              putUnlessNull(policies, "more", more);
              putUnlessNull(policies, SmallCluster.MANAGED, managed);
              return policies;
            });
  }

  private static void putUnlessNull(
      Map<String, List<String>> policies, String name, @Nullable List<String> cidrs) {
    if (cidrs != null) {
      policies.put(name, cidrs);
    }
  }

  /** Exempt ranges as written; now and then one with host bits. */
  private static Arbitrary<List<String>> list() {
    Arbitrary<String> ipv4 =
        Arbitraries.frequencyOf(
            Tuple.of(30, text(SmallRanges.range(IPV4))),
            Tuple.of(3, Arbitraries.of("0.0.0.0/0", "0.0.0.0/1", "10.0.0.0/8", "169.254.0.0/16")),
            Tuple.of(1, Arbitraries.of("10.0.0.17/30", "8.8.8.1/29")));
    Arbitrary<String> ipv6 =
        Arbitraries.frequencyOf(
            Tuple.of(30, text(SmallRanges.range(IPV6))),
            Tuple.of(3, Arbitraries.of("::/0", "fe80::/9")),
            Tuple.of(1, Arbitraries.of("2001:db8::1/126")));
    return Combinators.combine(
            ipv4.list().ofMaxSize(5),
            Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(List.<String>of())),
                Tuple.of(1, ipv6.list().ofMaxSize(3))))
        .as(
            (four, six) -> {
              List<String> both = new ArrayList<>(four);
              both.addAll(six);
              return both;
            });
  }

  /** Now and then as long as the agent takes of all policies together, or longer. */
  private static Arbitrary<List<String>> longList() {
    Arbitrary<List<String>> many =
        Arbitraries.integers()
            .between(50, 70)
            .map(count -> IntStream.range(0, count).mapToObj(i -> "8.8.8." + i + "/32").toList());
    return Arbitraries.frequencyOf(Tuple.of(4, list()), Tuple.of(1, many));
  }

  private static Arbitrary<String> text(Arbitrary<Cidr> range) {
    return range.map(Cidr::toString);
  }

  private static Arbitrary<String> orBlank(Arbitrary<String> text) {
    return Arbitraries.oneOf(text, Arbitraries.just(""));
  }

  private static Arbitrary<Boolean> often(boolean value) {
    return Arbitraries.frequency(Tuple.of(4, value), Tuple.of(1, !value));
  }
}

package dev.composeraudit.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Traces, held address by address to the rules as they are written down. */
final class RulesPropertyTest {
  @Provide
  Arbitrary<SmallCluster> underPolicies() {
    return SmallClusters.underPolicies();
  }

  @Provide
  Arbitrary<SmallCluster> underAgent() {
    return SmallClusters.underAgent();
  }

  @Provide
  Arbitrary<SmallCluster> any() {
    return SmallClusters.any();
  }

  @Provide
  Arbitrary<Cidr> destination() {
    return SmallClusters.destination();
  }

  @Provide
  Arbitrary<List<Cidr>> firewall() {
    return SmallClusters.firewall();
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void underPoliciesEachAddressSeesWhatTheRulesSay(@ForAll("underPolicies") SmallCluster cluster) {
    assertEachAddress(cluster);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void underTheAgentEachAddressSeesWhatTheRulesSay(@ForAll("underAgent") SmallCluster cluster) {
    assertEachAddress(cluster);
  }

  private static void assertEachAddress(SmallCluster cluster) {
    PlainRules rules = new PlainRules(cluster, SmallClusters.WORLD);
    Egress egress = cluster.egress();
    Map<String, Source> seen = new LinkedHashMap<>();
    Map<String, Source> expected = new LinkedHashMap<>();
    for (String address : SmallClusters.WORLD) {
      SourceTrace trace = egress.trace(Destination.parse(address));
      seen.put(address, trace.source());
      expected.put(address, rules.source(address));
      assertThat(trace.parts()).hasSize(1);
      assertThat(trace.unknown().isEmpty()).isEqualTo(isAllKnown(cluster, trace.source()));
    }
    assertThat(seen).isEqualTo(expected);
  }

  /** What stands in the way is told exactly if something does. */
  private static boolean isAllKnown(SmallCluster cluster, Source source) {
    return source == Source.POD || (source == Source.NODE && cluster.ranges().nodesSeen());
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void eachAddressOfARangeSeesWhatTheRulesSay(
      @ForAll("any") SmallCluster cluster, @ForAll("destination") Cidr destination) {
    PlainRules rules = new PlainRules(cluster, SmallClusters.WORLD);
    SourceTrace trace = cluster.egress().trace(Destination.of(destination));
    Map<String, List<Source>> seen = new LinkedHashMap<>();
    Map<String, List<Source>> expected = new LinkedHashMap<>();
    for (String address : SmallClusters.WORLD) {
      seen.put(address, sources(trace, address));
      boolean asked = PlainRules.isInAny(address, List.of(destination.toString()));
      expected.put(address, asked ? List.of(rules.source(address)) : List.of());
    }
    assertThat(seen).isEqualTo(expected);
  }

  /**
   * Address by address: what of a destination lies outside the cluster, and what never leaves it.
   */
  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void aDestinationIsJudgedWithoutTheClustersOwnRanges(
      @ForAll("any") SmallCluster cluster, @ForAll("destination") Cidr destination) {
    PlainRules rules = new PlainRules(cluster, SmallClusters.WORLD);
    SourceTrace trace = cluster.egress().trace(Destination.of(destination));
    for (String address : SmallClusters.WORLD) {
      boolean asked = PlainRules.isInAny(address, List.of(destination.toString()));
      boolean own = rules.isOwn(address);
      assertThat(isIn(address, trace.outside())).as(address).isEqualTo(asked && !own);
      assertThat(isIn(address, trace.staying()))
          .as(address)
          .isEqualTo(asked && own && !rules.isService(address));
    }
    if (trace.outside().isEmpty()) {
      assertThat(trace.acceptedBy(CidrSet.EVERYTHING)).isEqualTo(Acceptance.UNKNOWN);
      assertThat(trace.stays() || !trace.doubts().isEmpty()).isTrue();
    }
    if (!cluster.ranges().nodesSeen() && !trace.outside().isEmpty()) {
      assertThat(trace.doubts()).isNotEmpty();
    }
  }

  private static boolean isIn(String address, List<SourceTrace.Part> parts) {
    return PlainRules.isInAny(address, parts.stream().map(part -> part.cidr().toString()).toList());
  }

  /** Of all the parts that an address is in: one if it was asked about. */
  private static List<Source> sources(SourceTrace trace, String address) {
    return trace.parts().stream()
        .filter(part -> PlainRules.isInAny(address, List.of(part.cidr().toString())))
        .map(SourceTrace.Part::source)
        .toList();
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void aFirewallLetsThroughWhatItAcceptsOfEverySource(
      @ForAll("any") SmallCluster cluster, @ForAll("firewall") List<Cidr> accepted) {
    PlainRules rules = new PlainRules(cluster, SmallClusters.WORLD);
    List<String> texts = accepted.stream().map(Cidr::toString).toList();
    Egress egress = cluster.egress();
    Map<String, Acceptance> seen = new LinkedHashMap<>();
    Map<String, Acceptance> expected = new LinkedHashMap<>();
    for (String address : SmallClusters.WORLD) {
      SourceTrace trace = egress.trace(Destination.parse(address));
      seen.put(address, trace.acceptedBy(CidrSet.of(accepted)));
      Source source = rules.source(address);
      Acceptance plain = acceptance(cluster.ranges(), source, address, texts);
      boolean inside = rules.isOwn(address);
      boolean perhapsInside = plain == Acceptance.YES && !cluster.ranges().nodesSeen();
      expected.put(address, inside || perhapsInside ? Acceptance.UNKNOWN : plain);
    }
    assertThat(seen).isEqualTo(expected);
  }

  private static Acceptance acceptance(
      SmallCluster.Ranges ranges, Source source, String destination, List<String> accepted) {
    if (source != Source.POD && !ranges.nodesSeen()) {
      return Acceptance.UNKNOWN;
    }
    List<String> candidates = new ArrayList<>();
    for (String address : SmallClusters.WORLD) {
      boolean pod = source != Source.NODE && PlainRules.isInAny(address, ranges.allPods());
      boolean node = source != Source.POD && PlainRules.isInAny(address, ranges.allNodes());
      if ((pod || node) && PlainRules.isIpv6(address) == PlainRules.isIpv6(destination)) {
        candidates.add(address);
      }
    }
    long passing = candidates.stream().filter(a -> PlainRules.isInAny(a, accepted)).count();
    if (candidates.isEmpty()) {
      return Acceptance.UNKNOWN;
    }
    if (passing == 0) {
      return Acceptance.NO;
    }
    if (passing == candidates.size()) {
      return Acceptance.YES;
    }
    return source == Source.UNKNOWN ? Acceptance.UNKNOWN : Acceptance.IN_PART;
  }
}

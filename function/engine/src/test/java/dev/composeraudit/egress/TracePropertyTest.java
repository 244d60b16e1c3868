package dev.composeraudit.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.address.SmallRanges;
import dev.composeraudit.subject.UnknownPart;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The trace of a range, held to the traces of its parts. */
final class TracePropertyTest {
  private static final String PODS = "10.0.0.16/30";
  private static final String NODES = "10.0.0.24/30";

  @Provide
  Arbitrary<List<Cidr>> exempt() {
    return SmallRanges.ipv4Range().list().ofMaxSize(8);
  }

  @Provide
  Arbitrary<Cidr> destination() {
    return Arbitraries.oneOf(
        SmallRanges.range(), Arbitraries.of("0.0.0.0/0", "10.0.0.0/24", "::/0").map(Cidr::parse));
  }

  @Provide
  Arbitrary<Egress> egress() {
    return Combinators.combine(
            exempt(), SmallRanges.ipv4Range(), Arbitraries.integers().between(0, 5))
        .as(TracePropertyTest::egress);
  }

  @Provide
  Arbitrary<SmallCluster> cluster() {
    return SmallClusters.any();
  }

  @Provide
  Arbitrary<Cidr> inItsWorld() {
    return SmallClusters.destination();
  }

  private static Egress egress(List<Cidr> exempt, Cidr services, int kind) {
    String[] texts = exempt.stream().map(Cidr::toString).toArray(String[]::new);
    String list = "nonMasqueradeCIDRs: [" + String.join(", ", texts) + "]";
    SubjectFixture standard = SubjectFixture.standard(NODES, PODS, services.toString());
    SubjectFixture autopilot = SubjectFixture.autopilot(NODES, PODS, services.toString());
    SubjectFixture subject =
        switch (kind) {
          case 0 -> standard.agent().config(list);
          case 1 -> standard.agent("--enable-ipv6").config(list + "\nmasqLinkLocal: true");
          case 2 -> standard.config(list);
          case 3 -> autopilot.policy("default", texts);
          case 4 -> autopilot.policy("custom", texts);
          default -> autopilot.policy("default").policyObject(odd(texts));
        };
    return subject.egress();
  }

  private static String odd(String... texts) {
    String destinations =
        List.of(texts).stream()
            .map(text -> "{cidr: '" + text + "'}")
            .collect(Collectors.joining(","));
    return "{metadata: {name: 'odd'}, spec: {action: 'NoSNAT', destinations: [{cidr:"
        + " '10.0.0.17/30'},"
        + destinations
        + "]}}";
  }

  @Property(tries = 500)
  void aRangeSeesWhatItsHalvesSee(
      @ForAll("egress") Egress egress, @ForAll("destination") Cidr destination) {
    SourceTrace whole = egress.trace(Destination.of(destination));
    List<SourceTrace> halves =
        halves(destination).stream().map(half -> egress.trace(Destination.of(half))).toList();

    assertWholeIsItsHalves(whole, halves, destination);
  }

  /** Policies and agents, of one family and of both, with parts of the cluster out of sight. */
  @Property(tries = 500)
  void inEveryClusterARangeSeesWhatItsHalvesSee(
      @ForAll("cluster") SmallCluster cluster, @ForAll("inItsWorld") Cidr destination) {
    Egress egress = cluster.egress();
    SourceTrace whole = egress.trace(Destination.of(destination));
    List<SourceTrace> halves =
        halves(destination).stream().map(half -> egress.trace(Destination.of(half))).toList();

    assertWholeIsItsHalves(whole, halves, destination);
    Set<UnknownPart> unknown = new HashSet<>();
    halves.forEach(half -> unknown.addAll(half.unknown()));
    assertThat(whole.unknown()).containsExactlyInAnyOrderElementsOf(unknown);
  }

  private static void assertWholeIsItsHalves(
      SourceTrace whole, List<SourceTrace> halves, Cidr destination) {
    assertThat(seen(List.of(whole))).isEqualTo(seen(halves));
    assertThat(whole.source()).isEqualTo(SourceTrace.join(sources(halves)));
    assertThat(whole.stays()).isEqualTo(halves.stream().allMatch(SourceTrace::stays));
    assertThat(parts(List.of(whole)).stream().map(SourceTrace.Part::cidr)).isSorted();
    assertThat(set(whole.parts())).isEqualTo(CidrSet.of(destination));
  }

  @Property(tries = 500)
  void aRangeIsAcceptedAsItsHalvesAre(
      @ForAll("egress") Egress egress,
      @ForAll("destination") Cidr destination,
      @ForAll("exempt") List<Cidr> accepted) {
    CidrSet firewall = CidrSet.of(accepted);
    Acceptance whole = egress.trace(Destination.of(destination)).acceptedBy(firewall);
    Set<Acceptance> halves =
        halves(destination).stream()
            .map(half -> egress.trace(Destination.of(half)))
            .filter(half -> !half.outside().isEmpty())
            .map(half -> half.acceptedBy(firewall))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Acceptance.class)));

    assertThat(whole == Acceptance.YES).isEqualTo(halves.equals(EnumSet.of(Acceptance.YES)));
    assertThat(whole == Acceptance.NO).isEqualTo(halves.equals(EnumSet.of(Acceptance.NO)));
    if (whole == Acceptance.UNKNOWN && !halves.isEmpty()) {
      assertThat(halves).contains(Acceptance.UNKNOWN);
    }
    if (halves.contains(Acceptance.IN_PART)
        || halves.containsAll(EnumSet.of(Acceptance.YES, Acceptance.NO))) {
      assertThat(whole).isEqualTo(Acceptance.IN_PART);
    }
  }

  private static List<Cidr> halves(Cidr range) {
    if (range.prefix() == range.family().bits()) {
      return List.of(range);
    }
    return List.of(
        new Cidr(range.first(), range.prefix() + 1),
        new Cidr(range.last(), range.prefix() + 1).masked());
  }

  private static List<SourceTrace.Part> parts(List<SourceTrace> traces) {
    List<SourceTrace.Part> parts = new ArrayList<>();
    traces.forEach(trace -> parts.addAll(trace.parts()));
    return parts;
  }

  /** What each source, with its reason, range and addresses, is seen by. */
  private static Map<String, CidrSet> seen(List<SourceTrace> traces) {
    Map<String, List<SourceTrace.Part>> bySource = new TreeMap<>();
    for (SourceTrace.Part part : parts(traces)) {
      String key = part.source() + " " + part.reason() + " " + part.range() + part.addresses();
      bySource.computeIfAbsent(key, unseen -> new ArrayList<>()).add(part);
    }
    Map<String, CidrSet> seen = new TreeMap<>();
    bySource.forEach((key, parts) -> seen.put(key, set(parts)));
    return seen;
  }

  private static CidrSet set(List<SourceTrace.Part> parts) {
    return CidrSet.of(parts.stream().map(SourceTrace.Part::cidr).toList());
  }

  private static Set<Source> sources(List<SourceTrace> traces) {
    List<SourceTrace.Part> outside =
        parts(traces).stream().filter(part -> part.scope() == DestinationScope.OUTSIDE).toList();
    return (outside.isEmpty() ? parts(traces) : outside)
        .stream()
            .map(SourceTrace.Part::source)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Source.class)));
  }
}

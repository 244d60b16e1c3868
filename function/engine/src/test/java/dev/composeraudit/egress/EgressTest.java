package dev.composeraudit.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.network.Derived;
import dev.composeraudit.egress.network.SourceReason;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.UnknownPart;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answer for a subject and a destination. */
final class EgressTest {
  private static final String NODE_NOTE = "a node sees the Pod addresses of its own Pods";

  private static final String STAYS_NOTE =
      "it lies in the cluster's own node or Pod ranges: packets to it never leave the cluster,"
          + " even if another network has the same addresses";

  private static SubjectFixture standard() {
    return SubjectFixture.standard("10.0.0.0/20", "192.168.0.0/16", "172.20.0.0/16").agent();
  }

  private static SourceTrace trace(SubjectFixture subject, String destination) {
    return subject.egress().trace(Destination.parse(destination));
  }

  private static CidrSet set(String... ranges) {
    return CidrSet.of(Stream.of(ranges).map(Cidr::parse).toList());
  }

  @Test
  void aRangeIsAnsweredPartByPart() {
    SourceTrace trace =
        trace(standard().config("nonMasqueradeCIDRs: [10.0.0.0/10, 10.64.0.0/10]"), "10.0.0.0/8");

    assertThat(trace.destination()).isEqualTo(Destination.parse("10.0.0.0/8"));
    assertThat(trace.source()).isEqualTo(Source.MIXED);
    assertThat(trace.reason()).isEqualTo(SourceReason.SEVERAL);
    assertThat(trace.unknown()).isEmpty();
    assertThat(trace.notes()).isEmpty();
    assertThat(trace.parts())
        .containsExactly(
            new SourceTrace.Part(
                Cidr.parse("10.0.0.0/20"),
                DestinationScope.OWN_NODES,
                Source.POD,
                List.of("192.168.0.0/16"),
                SourceReason.DESTINATION_IP_IN_CONFIGURED_NON_MASQUERADE_RANGE,
                "10.0.0.0/10",
                set("192.168.0.0/16")),
            part("10.0.16.0/20", Source.POD, "192.168.0.0/16", "10.0.0.0/10"),
            part("10.0.32.0/19", Source.POD, "192.168.0.0/16", "10.0.0.0/10"),
            part("10.0.64.0/18", Source.POD, "192.168.0.0/16", "10.0.0.0/10"),
            part("10.0.128.0/17", Source.POD, "192.168.0.0/16", "10.0.0.0/10"),
            part("10.1.0.0/16", Source.POD, "192.168.0.0/16", "10.0.0.0/10"),
            part("10.2.0.0/15", Source.POD, "192.168.0.0/16", "10.0.0.0/10"),
            part("10.4.0.0/14", Source.POD, "192.168.0.0/16", "10.0.0.0/10"),
            part("10.8.0.0/13", Source.POD, "192.168.0.0/16", "10.0.0.0/10"),
            part("10.16.0.0/12", Source.POD, "192.168.0.0/16", "10.0.0.0/10"),
            part("10.32.0.0/11", Source.POD, "192.168.0.0/16", "10.0.0.0/10"),
            part("10.64.0.0/10", Source.POD, "192.168.0.0/16", "10.64.0.0/10"),
            part("10.128.0.0/9", Source.NODE, "10.0.0.0/20", null));
  }

  private static SourceTrace.Part part(
      String cidr,
      Source source,
      String addresses,
      @org.jspecify.annotations.Nullable String range) {
    return new SourceTrace.Part(
        Cidr.parse(cidr),
        DestinationScope.OUTSIDE,
        source,
        List.of(addresses),
        range == null
            ? SourceReason.MASQUERADED
            : SourceReason.DESTINATION_IP_IN_CONFIGURED_NON_MASQUERADE_RANGE,
        range,
        set(addresses));
  }

  @Test
  void aRangeWithOneReasonHasThatReason() {
    SourceTrace trace =
        trace(standard().config("nonMasqueradeCIDRs: [10.0.0.0/9, 10.128.0.0/9]"), "10.0.0.0/8");

    assertThat(trace.source()).isEqualTo(Source.POD);
    assertThat(trace.reason())
        .isEqualTo(SourceReason.DESTINATION_IP_IN_CONFIGURED_NON_MASQUERADE_RANGE);
  }

  @Test
  void aMasqueradedNodeRangeHasANote() {
    SubjectFixture subject = standard().config("nonMasqueradeCIDRs: [192.168.0.0/16]");

    assertThat(trace(subject, "10.0.0.3").notes()).containsExactly(STAYS_NOTE, NODE_NOTE);
    assertThat(trace(subject, "10.0.0.0/8").notes()).containsExactly(NODE_NOTE);
    assertThat(trace(subject, "10.0.16.0").notes()).isEmpty();
    assertThat(trace(subject, "192.168.0.1").notes()).containsExactly(STAYS_NOTE);
    assertThat(trace(standard().config("nonMasqueradeCIDRs: [10.0.0.0/20]"), "10.0.0.3").notes())
        .containsExactly(STAYS_NOTE);
  }

  @Test
  void aServicesAddressIsOpenWhereItsBackendsDiffer() {
    SubjectFixture subject = standard().config("nonMasqueradeCIDRs: [192.168.0.0/16]");
    SourceTrace trace = trace(subject, "172.20.0.10");

    assertThat(trace.source()).isEqualTo(Source.UNKNOWN);
    assertThat(trace.reason()).isEqualTo(SourceReason.DESTINATION_IS_SERVICE);
    assertThat(trace.parts().get(0).addresses()).isEmpty();
    assertThat(trace.parts().get(0).candidates()).isEqualTo(set("10.0.0.0/20", "192.168.0.0/16"));
    assertThat(trace.unknown())
        .containsExactly(
            new UnknownPart(
                Part.CLUSTER,
                Observed.Reason.INDETERMINATE,
                "it is the address of a Service, and the source depends on where the backend is;"
                    + " ask about the backend's address"));
    assertThat(trace(subject, "172.19.0.10").source()).isEqualTo(Source.NODE);
    assertThat(trace(standard().config("nonMasqueradeCIDRs: []"), "172.20.0.10").source())
        .isEqualTo(Source.NODE);
  }

  @Test
  void aServicesAddressIsAnsweredAsItsBackendsAreWhereTheyAgree() {
    SourceTrace trace =
        trace(
            standard().config("nonMasqueradeCIDRs: [192.168.0.0/16, 10.0.0.0/20]"), "172.20.0.10");

    assertThat(trace.source()).isEqualTo(Source.POD);
    assertThat(trace.reason()).isEqualTo(SourceReason.DESTINATION_IS_SERVICE);
    assertThat(trace.parts().get(0).addresses()).containsExactly("192.168.0.0/16");
    assertThat(trace.unknown()).isEmpty();
    assertThat(trace.notes())
        .containsExactly(
            "if a Service's backend is outside the cluster, the backend's address decides");
    assertThat(
            trace(standard().config("nonMasqueradeCIDRs: [172.20.0.0/16]"), "172.20.0.10").source())
        .isEqualTo(Source.NODE);
  }

  @Test
  void aServicesBackendsAreOfItsOwnFamily() {
    SubjectFixture subject =
        standard()
            .inCluster(
                "ipAllocationPolicy",
                "{subnetIpv6CidrBlock: '2600:1900::/64', servicesIpv6CidrBlock: 'fd00::/112'}")
            .config("nonMasqueradeCIDRs: []");

    assertThat(trace(subject, "172.20.0.10").source()).isEqualTo(Source.NODE);
    assertThat(trace(subject, "fd00::10").source()).isEqualTo(Source.POD);
    assertThat(trace(subject, "fd00::10").reason())
        .isEqualTo(SourceReason.NO_MASQUERADING_FOR_IPV6);
  }

  @Test
  void whereEveryDestinationSeesPodsAServicesDoesToo() {
    SubjectFixture subject =
        SubjectFixture.standard("10.0.0.0/20", "192.168.0.0/16", "172.20.0.0/16")
            .noAgent()
            .noConfig()
            .inCluster("networkConfig", "{defaultSnatStatus: {disabled: true}}")
            .unknown("subnetworks", "PERMISSION_DENIED", "grant compute.subnetworks.get");

    assertThat(trace(subject, "172.20.0.10").source()).isEqualTo(Source.POD);
    assertThat(trace(subject, "172.20.0.10").unknown()).isEmpty();
    subject.inCluster("servicesIpv4Cidr", "'172.20.0.0/99'");
    assertThat(trace(subject, "8.8.8.8").source()).isEqualTo(Source.POD);
    assertThat(trace(subject, "8.8.8.8").reason()).isEqualTo(SourceReason.DEFAULT_SNAT_DISABLED);
  }

  @Test
  void whatKeepsABackendsAnswerOpenIsSaidOfItsServiceToo() {
    SourceTrace trace = trace(standard().config("nonMasqueradeCIDRs: [10.0.0.1/8]"), "172.20.0.10");

    assertThat(trace.reason()).isEqualTo(SourceReason.CONFIGURATION_UNKNOWN);
    assertThat(trace.unknown()).extracting("part").containsExactly(Part.IP_MASQ_AGENT_CONFIG);
  }

  @Test
  void whereTheServiceRangeIsUnknownEveryAddressMayBeAServices() {
    SubjectFixture subject =
        standard()
            .inCluster("servicesIpv4Cidr", "'172.20.0.0/99'")
            .config("nonMasqueradeCIDRs: [192.168.0.0/16]");
    SourceTrace trace = trace(subject, "10.200.0.10");

    assertThat(trace.source()).isEqualTo(Source.UNKNOWN);
    assertThat(trace.reason()).isEqualTo(SourceReason.SERVICE_RANGE_UNKNOWN);
    assertThat(trace.unknown())
        .extracting(UnknownPart::help)
        .containsExactly(
            "cluster.servicesIpv4Cidr: \"172.20.0.0/99\" is not a range: its prefix length must be"
                + " a number from 0 to 32 without leading zeros");
    assertThat(trace.acceptedBy(set("10.0.0.0/8"))).isEqualTo(Acceptance.UNKNOWN);
    // It may be in the Service range, which no firewall sees.
    assertThat(trace.acceptedBy(set("10.0.0.0/8", "192.168.0.0/16"))).isEqualTo(Acceptance.UNKNOWN);
    assertThat(trace.acceptedBy(set("172.16.0.0/12"))).isEqualTo(Acceptance.NO);
    SubjectFixture allAlike = subject.config("nonMasqueradeCIDRs: []");
    assertThat(trace(allAlike, "10.200.0.10").source()).isEqualTo(Source.NODE);
    assertThat(trace(allAlike, "10.200.0.10").unknown()).isEmpty();
  }

  @Test
  void withoutTheClusterItIsOpenOnWhichNodesTheAgentRuns() {
    SourceTrace trace =
        trace(
            SubjectFixture.of("composer-1.20.12-airflow-2.4.3")
                .agent()
                .config("nonMasqueradeCIDRs: [10.0.0.0/8]")
                .unknown("cluster", "PERMISSION_DENIED", "grant it"),
            "10.200.0.10");

    assertThat(trace.source()).isEqualTo(Source.UNKNOWN);
    assertThat(trace.parts().get(0).addresses()).isEmpty();
    assertThat(trace.unknown())
        .containsExactly(
            new UnknownPart(Part.CLUSTER, Observed.Reason.PERMISSION_DENIED, "grant it"));
    assertThat(trace.acceptedBy(CidrSet.EVERYTHING)).isEqualTo(Acceptance.UNKNOWN);
  }

  @Test
  void composer3HasNoAnswerAndSaysWhy() {
    Egress egress = SubjectFixture.of("composer-3-airflow-2.10.5").egress();
    SourceTrace trace = egress.trace(Destination.parse("10.0.0.0/8"));

    assertThat(trace.source()).isEqualTo(Source.UNKNOWN);
    assertThat(trace.reason()).isEqualTo(SourceReason.NOT_APPLICABLE_COMPOSER_3);
    assertThat(trace.parts()).hasSize(1);
    assertThat(trace.parts().get(0).candidates()).isEqualTo(CidrSet.EMPTY);
    assertThat(trace.unknown())
        .containsExactly(
            new UnknownPart(
                Part.CLUSTER,
                Observed.Reason.INDETERMINATE,
                "not applicable: the cluster of Composer 3 is not visible, and destinations see"
                    + " the addresses of its network attachment"));
    assertThat(trace.acceptedBy(CidrSet.EVERYTHING)).isEqualTo(Acceptance.UNKNOWN);
    assertThat(egress.network().nonMasqueradeCidrs().obstacles()).hasSize(1);
    assertThat(egress.network().nonMasqueradeSource().obstacles()).hasSize(1);
  }

  @Test
  void composer3WithAClusterInSightHasNoCandidatesEither() {
    SourceTrace trace =
        trace(
            SubjectFixture.of("composer-3-airflow-2.10.5")
                .cluster("{clusterIpv4Cidr: '192.168.0.0/16', subnetwork: 's'}")
                .subnetwork(SubjectFixture.SUBNETWORK, "10.0.0.0/20", "[]"),
            "8.8.8.8");

    assertThat(trace.parts().get(0).candidates()).isEqualTo(CidrSet.EMPTY);
  }

  @Test
  void unknownNodesStandInTheWayOfTheirAddressesOnly() {
    SubjectFixture subject =
        standard()
            .config("nonMasqueradeCIDRs: [10.0.0.0/8]")
            .unknown("subnetworks", "PERMISSION_DENIED", "grant compute.subnetworks.get");

    assertThat(trace(subject, "10.1.0.1").unknown()).isEmpty();
    // It may be in the node range, which no firewall sees.
    assertThat(trace(subject, "10.1.0.1").acceptedBy(set("192.168.0.0/16")))
        .isEqualTo(Acceptance.UNKNOWN);
    assertThat(trace(subject, "10.1.0.1").doubts())
        .extracting(UnknownPart::help)
        .containsExactly("grant compute.subnetworks.get");
    assertThat(trace(subject, "8.8.8.8").source()).isEqualTo(Source.NODE);
    assertThat(trace(subject, "8.8.8.8").unknown())
        .extracting(UnknownPart::help)
        .containsExactly("grant compute.subnetworks.get");
  }

  @Test
  void addressesAreThoseOfTheDestinationsFamily() {
    SubjectFixture subject =
        standard()
            .inCluster("ipAllocationPolicy", "{subnetIpv6CidrBlock: '2600:1900::/64'}")
            .config("nonMasqueradeCIDRs: []");

    assertThat(trace(subject, "8.8.8.8").parts().get(0).addresses()).containsExactly("10.0.0.0/20");
    assertThat(trace(subject, "2001:db8::1").parts().get(0).addresses())
        .containsExactly("2600:1900::/64");
  }

  @ParameterizedTest
  @CsvSource({
    "10.200.0.10, 10.0.0.0/8, YES",
    "10.200.0.10, 10.0.0.0/20, YES",
    "10.200.0.10, 10.0.0.0/21, IN_PART",
    "10.200.0.10, 192.168.0.0/16, NO",
    "192.168.1.1, 192.168.0.0/16, UNKNOWN",
    "192.168.1.1, 192.168.0.0/17, UNKNOWN",
    "192.168.1.1, 10.0.0.0/8, UNKNOWN",
    "172.20.0.1, 0.0.0.0/0, UNKNOWN",
    "192.0.0.0/8, 10.0.0.0/8, YES",
    "192.0.0.0/8, 192.168.0.0/16, NO",
    "168.0.0.0/5, 10.0.0.0/8, IN_PART",
    "192.0.0.0/8, 0.0.0.0/0, YES",
    "192.0.0.0/8, 8.8.8.8/32, NO",
    "192.0.0.0/8, 10.0.0.0/21, IN_PART"
  })
  void aFirewallAcceptsAllSourcesOrSomeOrNone(String to, String accepted, Acceptance expected) {
    SourceTrace trace = trace(standard().config("nonMasqueradeCIDRs: [192.168.0.0/16]"), to);

    assertThat(trace.acceptedBy(set(accepted))).isEqualTo(expected);
  }

  @Test
  void aPartThatIsUnknownLeavesTheWholeOpenUnlessTheOthersDiffer() {
    SubjectFixture subject = standard().config("nonMasqueradeCIDRs: [192.168.0.0/16]");
    // 172.20.0.0/16 is the Services' range, of which it cannot be told.
    assertThat(trace(subject, "172.20.0.0/16").source()).isEqualTo(Source.UNKNOWN);
    assertThat(trace(subject, "172.20.0.0/16").doubts()).containsExactly(Unknowns.SERVICE_BACKEND);
    assertThat(trace(subject, "172.0.0.0/8").source()).isEqualTo(Source.NODE);
    assertThat(trace(subject, "172.0.0.0/8").doubts()).isEmpty();
    assertThat(trace(subject, "172.0.0.0/8").acceptedBy(set("10.0.0.0/8")))
        .isEqualTo(Acceptance.YES);
    assertThat(trace(subject, "128.0.0.0/1").source()).isEqualTo(Source.MIXED);
    assertThat(trace(subject, "128.0.0.0/1").acceptedBy(set("10.0.0.0/8")))
        .isEqualTo(Acceptance.IN_PART);
  }

  @Test
  void aWholeIsUnknownUnlessPodsAndNodesAreBothCertain() {
    assertThat(SourceTrace.join(EnumSet.of(Source.POD))).isEqualTo(Source.POD);
    assertThat(SourceTrace.join(EnumSet.of(Source.POD, Source.NODE))).isEqualTo(Source.MIXED);
    assertThat(SourceTrace.join(EnumSet.of(Source.POD, Source.NODE, Source.UNKNOWN)))
        .isEqualTo(Source.MIXED);
    assertThat(SourceTrace.join(EnumSet.of(Source.POD, Source.UNKNOWN))).isEqualTo(Source.UNKNOWN);
    assertThat(SourceTrace.join(EnumSet.of(Source.NODE, Source.UNKNOWN))).isEqualTo(Source.UNKNOWN);
  }

  @Test
  void whatIsDerivedFromABlockedValueIsBlocked() {
    UnknownPart one = new UnknownPart(Part.CLUSTER, Observed.Reason.NOT_YET, "wait");

    assertThat(Derived.value(1).obstacles()).isEmpty();
    assertThat(Derived.value(1).map(value -> value + 1)).isEqualTo(Derived.value(2));
    assertThat(Derived.<Integer>blocked(one).map(value -> value + 1))
        .isEqualTo(Derived.blocked(one));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Derived.Blocked<>(List.of()))
        .withMessage("blocked by nothing");
  }
}

package dev.composeraudit.egress.network;

import static dev.composeraudit.egress.network.ClusterRangesFixture.cluster;
import static dev.composeraudit.egress.network.ClusterRangesFixture.inSubnetwork;
import static dev.composeraudit.egress.network.ClusterRangesFixture.known;
import static dev.composeraudit.egress.network.ClusterRangesFixture.obstacle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.SubjectFixture;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.UnknownPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is missing or malformed makes the ranges unknown that depend on it. */
final class UnknownClusterRangesTest {
  @Test
  void withoutSubnetworksNodesAreUnknownAndPodsAreNot() {
    SubjectFixture subject =
        cluster("{clusterIpv4Cidr: '10.4.0.0/14'}")
            .unknown("subnetworks", "PERMISSION_DENIED", "grant compute.subnetworks.get");
    ClusterRanges ranges = ClusterRanges.of(subject.subject());

    assertThat(obstacle(ranges.nodes()))
        .isEqualTo(
            new UnknownPart(
                Part.SUBNETWORKS, Reason.PERMISSION_DENIED, "grant compute.subnetworks.get"));
    assertThat(known(ranges.pods())).containsExactly("10.4.0.0/14");
    assertThat(ranges.podsAndNodes()).isEqualTo(CidrSet.EMPTY);
  }

  @Test
  void anEmptyListOfSubnetworksIsNotTheOnlyOneThereIs() {
    SubjectFixture subject = cluster("{name: 'c'}").noSubnetworks();

    assertThat(obstacle(ClusterRanges.of(subject.subject()).nodes()).help())
        .isEqualTo(
            "cluster.subnetwork names the subnetwork (none), which is not among the subnetworks;"
                + " add it");
  }

  @Test
  void aSecondaryRangeThatIsNotThereIsAnObstacle() {
    SubjectFixture subject =
        inSubnetwork(", ipAllocationPolicy: {clusterSecondaryRangeName: 'gone'}");

    assertThat(obstacle(ClusterRanges.of(subject.subject()).pods()))
        .isEqualTo(
            new UnknownPart(
                Part.SUBNETWORKS,
                Reason.NOT_FOUND,
                SubjectFixture.SUBNETWORK + " has no secondary range gone"));
  }

  @Test
  void aClusterThatNamesNoPodRangeHasUnknownPodsAndNoServices() {
    ClusterRanges ranges = ClusterRanges.of(inSubnetwork("").subject());

    assertThat(obstacle(ranges.pods()))
        .isEqualTo(
            new UnknownPart(
                Part.CLUSTER,
                Reason.INDETERMINATE,
                "the cluster has no Pod range: clusterIpv4Cidr is absent or not a full range"));
    assertThat(known(ranges.services())).isEmpty();
  }

  /** Pods have addresses of the cluster's own range first. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ", ipAllocationPolicy: {additionalPodRangesConfig: {podRangeNames: ['more']}}",
        ", clusterIpv4Cidr: '/14', ipAllocationPolicy: {additionalPodRangesConfig:"
            + " {podRangeNames: ['more']}}",
        ", nodePools: [{name: 'a', networkConfig: {podIpv4CidrBlock: '10.12.0.0/16'}}]",
      })
  void furtherPodRangesDoNotStandForTheOneOfTheCluster(String more) {
    assertThat(obstacle(ClusterRanges.of(inSubnetwork(more).subject()).pods()).help())
        .startsWith("the cluster has no Pod range: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ", clusterIpv4Cidr: '10.4.0.0/33' | cluster.clusterIpv4Cidr: \"10.4.0.0/33\"",
        ", clusterIpv4Cidr: '10.4.0.1/14' | cluster.clusterIpv4Cidr: \"10.4.0.1/14\"",
        ", clusterIpv4Cidr: '10.4.0.0/14', ipAllocationPolicy: {clusterIpv4CidrBlock: 'x'}"
            + " | cluster.ipAllocationPolicy.clusterIpv4CidrBlock: \"x\"",
        ", clusterIpv4Cidr: '10.4.0.0/14', nodePools: [{name: 'a', networkConfig:"
            + " {podIpv4CidrBlock: '10.0.0/14'}}]"
            + " | cluster.nodePools[a].networkConfig.podIpv4CidrBlock: \"10.0.0/14\"",
        ", clusterIpv4Cidr: '10.4.0.0/14', ipAllocationPolicy: {subnetIpv6CidrBlock: '::1/64'}"
            + " | cluster.ipAllocationPolicy.subnetIpv6CidrBlock: \"::1/64\""
      })
  void aMalformedPodRangeMakesThePodsUnknown(String more, String where) {
    UnknownPart obstacle = obstacle(ClusterRanges.of(inSubnetwork(more).subject()).pods());

    assertThat(obstacle.part()).isEqualTo(Part.CLUSTER);
    assertThat(obstacle.reason()).isEqualTo(Reason.INDETERMINATE);
    assertThat(obstacle.help()).startsWith(where + " is not a range: ");
  }

  /** Pods have no IPv4 addresses of a range of IPv6, nor the other way round. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ", clusterIpv4Cidr: 'fd00::/64' | cluster.clusterIpv4Cidr: fd00::/64 is not a range of"
            + " IPv4",
        ", clusterIpv4Cidr: '10.4.0.0/14', nodePools: [{name: 'a', networkConfig:"
            + " {podIpv4CidrBlock: 'fd00::/64'}}]"
            + " | cluster.nodePools[a].networkConfig.podIpv4CidrBlock: fd00::/64 is not a range of"
            + " IPv4",
        ", clusterIpv4Cidr: '10.4.0.0/14', ipAllocationPolicy: {subnetIpv6CidrBlock: '10.0.0.0/8'}"
            + " | cluster.ipAllocationPolicy.subnetIpv6CidrBlock: 10.0.0.0/8 is not a range of IPv6"
      })
  void aPodRangeOfTheOtherFamilyMakesThePodsUnknown(String more, String help) {
    assertThat(obstacle(ClusterRanges.of(inSubnetwork(more).subject()).pods()).help())
        .isEqualTo(help);
  }

  @Test
  void aSubnetworksRangeOfTheOtherFamilyMakesTheNodesUnknown() {
    SubjectFixture subject =
        cluster("{clusterIpv4Cidr: '10.4.0.0/14'}")
            .subnetwork(SubjectFixture.SUBNETWORK, "fd00::/64", "[]");

    assertThat(obstacle(ClusterRanges.of(subject.subject()).nodes()).help())
        .isEqualTo("s.ipCidrRange: fd00::/64 is not a range of IPv4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"podIpv4CidrBlock: '/14'", "createPodRange: true"})
  void aNodePoolsOwnPodRangeThatIsNotStatedMakesThePodsUnknown(String network) {
    String more =
        ", clusterIpv4Cidr: '10.4.0.0/14', nodePools: [{name: 'a', networkConfig: {%s}}]"
            .formatted(network);

    assertThat(obstacle(ClusterRanges.of(inSubnetwork(more).subject()).pods()).help())
        .contains("cluster.nodePools[a].networkConfig.podIpv4CidrBlock is not a full range");
  }

  @Test
  void aMalformedServiceRangeMakesTheServicesUnknown() {
    ClusterRanges ranges =
        ClusterRanges.of(
            inSubnetwork(
                    ", servicesIpv4Cidr: '10.8.0.0', ipAllocationPolicy: {servicesIpv4CidrBlock:"
                        + " '10.8.0.0/20'}")
                .subject());

    assertThat(obstacle(ranges.services()).help())
        .isEqualTo(
            "cluster.servicesIpv4Cidr: \"10.8.0.0\" is not a range: it has no prefix length; write"
                + " address/length");
  }

  @Test
  void aMalformedRangeOfASubnetworkMakesTheNodesUnknown() {
    SubjectFixture subject =
        cluster("{clusterIpv4Cidr: '10.4.0.0/14'}")
            .subnetwork(SubjectFixture.SUBNETWORK, "10.0.0.0/99", "[]");

    UnknownPart obstacle = obstacle(ClusterRanges.of(subject.subject()).nodes());
    assertThat(obstacle.part()).isEqualTo(Part.SUBNETWORKS);
    assertThat(obstacle.help()).startsWith("s.ipCidrRange: \"10.0.0.0/99\" is not a range: ");
  }

  @Test
  void aMalformedSecondaryRangeMakesThePodsUnknown() {
    SubjectFixture subject =
        cluster("{ipAllocationPolicy: {clusterSecondaryRangeName: 'pods'}}")
            .subnetwork(
                SubjectFixture.SUBNETWORK,
                "10.0.0.0/20",
                "[{rangeName: 'pods', ipCidrRange: '10.4.0.0'}]");

    assertThat(obstacle(ClusterRanges.of(subject.subject()).pods()).help())
        .startsWith("s.secondaryIpRanges[pods]: \"10.4.0.0\" is not a range: ");
  }

  @Test
  void anUnknownClusterHasUnknownRanges() {
    SubjectFixture subject =
        SubjectFixture.of("composer-2.9.7-airflow-2.9.3")
            .unknown("cluster", "NOT_YET", "it is being created");
    ClusterRanges ranges = ClusterRanges.of(subject.subject());
    UnknownPart why = new UnknownPart(Part.CLUSTER, Reason.NOT_YET, "it is being created");

    assertThat(obstacle(ranges.nodes())).isEqualTo(why);
    assertThat(obstacle(ranges.pods())).isEqualTo(why);
    assertThat(obstacle(ranges.services())).isEqualTo(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "stackType: 'IPV4_IPV6'", "stackType: 'IPV4_IPV6', gatewayAddress: ''"})
  void aFurtherSubnetworkOfADualStackClusterThatStatesNoIpv6RangeIsAnObstacle(String fields) {
    String other = "projects/example-project/regions/us-central1/subnetworks/t";
    SubjectFixture subject =
        inSubnetwork(
                ", clusterIpv4Cidr: '10.4.0.0/14', ipAllocationPolicy: {stackType: 'IPV4_IPV6',"
                    + " additionalIpRangesConfigs: [{subnetwork: '"
                    + other
                    + "'}]}")
            .subnetwork(other, "10.1.0.0/20", "[]")
            .inLastSubnetwork(fields);
    ClusterRanges ranges = ClusterRanges.of(subject.subject());

    UnknownPart expected =
        new UnknownPart(
            Part.SUBNETWORKS,
            Reason.INDETERMINATE,
            "the cluster has IPv6, and t states neither its IPv6 range nor the stackType IPV4_ONLY;"
                + " give its whole document");
    assertThat(obstacle(ranges.nodes())).isEqualTo(expected);
    assertThat(obstacle(ranges.pods())).isEqualTo(expected);
  }
}

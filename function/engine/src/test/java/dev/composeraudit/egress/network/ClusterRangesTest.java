package dev.composeraudit.egress.network;

import static dev.composeraudit.egress.network.ClusterRangesFixture.inSubnetwork;
import static dev.composeraudit.egress.network.ClusterRangesFixture.nodes;
import static dev.composeraudit.egress.network.ClusterRangesFixture.pods;
import static dev.composeraudit.egress.network.ClusterRangesFixture.services;
import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.egress.SubjectFixture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a cluster's nodes, Pods and Services have their addresses. */
final class ClusterRangesTest {
  private static final String OTHER = "projects/example-project/regions/us-central1/subnetworks/t";

  @Test
  void podsAreInBothRangesThatTheClusterNames() {
    assertThat(
            pods(
                inSubnetwork(
                    ", clusterIpv4Cidr: '10.4.0.0/14',"
                        + " ipAllocationPolicy: {clusterIpv4CidrBlock: '10.16.0.0/14'}")))
        .containsExactly("10.4.0.0/14", "10.16.0.0/14");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "/14", "/", "/x"})
  void aBlankOrAMereSizeIsNoRange(String block) {
    String policy =
        ", ipAllocationPolicy: {clusterIpv4CidrBlock: '%s', servicesIpv4CidrBlock: '%s'}"
            .formatted(block, block);
    SubjectFixture subject =
        inSubnetwork(", clusterIpv4Cidr: '10.4.0.0/14', servicesIpv4Cidr: '10.8.0.0/20'" + policy);

    assertThat(pods(subject)).containsExactly("10.4.0.0/14");
    assertThat(services(subject)).containsExactly("10.8.0.0/20");
  }

  @Test
  void servicesAreInBothRangesThatTheClusterNames() {
    assertThat(
            services(
                inSubnetwork(
                    ", servicesIpv4Cidr: '10.8.0.0/20',"
                        + " ipAllocationPolicy: {servicesIpv4CidrBlock: '34.118.224.0/20'}")))
        .containsExactly("10.8.0.0/20", "34.118.224.0/20");
  }

  @Test
  void theSecondaryRangeIsLookedUpWhereTheClusterGivesASizeOnly() {
    SubjectFixture subject =
        inSubnetwork(
            ", clusterIpv4Cidr: '/14', ipAllocationPolicy: {clusterIpv4CidrBlock: '/14',"
                + " clusterSecondaryRangeName: 'pods', servicesSecondaryRangeName: 'services'}");

    assertThat(pods(subject)).containsExactly("10.4.0.0/14");
    assertThat(services(subject)).containsExactly("10.8.0.0/20");
  }

  @Test
  void theSecondaryRangeIsNotRequestedWhereTheClusterSaysItItself() {
    SubjectFixture subject =
        inSubnetwork(
            ", clusterIpv4Cidr: '10.20.0.0/14', servicesIpv4Cidr: '10.30.0.0/20',"
                + " ipAllocationPolicy: {clusterSecondaryRangeName: 'gone',"
                + " servicesSecondaryRangeName: 'gone'}");

    assertThat(pods(subject)).containsExactly("10.20.0.0/14");
    assertThat(services(subject)).containsExactly("10.30.0.0/20");
  }

  @Test
  void additionalPodRangesAreInTheClustersSubnetwork() {
    assertThat(
            pods(
                inSubnetwork(
                    ", clusterIpv4Cidr: '10.4.0.0/14', ipAllocationPolicy:"
                        + " {additionalPodRangesConfig: {podRangeNames: ['more'],"
                        + " podRangeInfo: [{rangeName: 'more'}, {rangeName: 'services'}]}}")))
        .containsExactly("10.4.0.0/14", "10.8.0.0/20", "10.12.0.0/16");
  }

  @Test
  void additionalIpRangesAreInTheirOwnSubnetwork() {
    SubjectFixture subject =
        inSubnetwork(
                ", clusterIpv4Cidr: '10.4.0.0/14', ipAllocationPolicy: {additionalIpRangesConfigs:"
                    + " [{subnetwork: '"
                    + OTHER
                    + "', podIpv4RangeNames: ['pods']}]}")
            .subnetwork(OTHER, "10.1.0.0/20", "[{rangeName: 'pods', ipCidrRange: '10.64.0.0/14'}]");

    assertThat(pods(subject)).containsExactly("10.4.0.0/14", "10.64.0.0/14");
    assertThat(nodes(subject)).containsExactly("10.0.0.0/20", "10.1.0.0/20");
  }

  @Test
  void aNodePoolMayBringItsOwnPodRange() {
    assertThat(
            pods(
                inSubnetwork(
                    ", clusterIpv4Cidr: '10.4.0.0/14', nodePools: [{name: 'a', networkConfig:"
                        + " {podIpv4CidrBlock: '10.112.0.0/14', podRange: 'gone'}}, {name: 'b',"
                        + " networkConfig: {podIpv4CidrBlock: '/14', podRange: 'more'}}, {name:"
                        + " 'c'}]")))
        .containsExactly("10.4.0.0/14", "10.12.0.0/16", "10.112.0.0/14");
  }

  @Test
  void aNodePoolMayLieInAnotherSubnetwork() {
    SubjectFixture subject =
        inSubnetwork(
                ", clusterIpv4Cidr: '10.4.0.0/14', nodePools: [{name: 'a', networkConfig:"
                    + " {subnetwork: '"
                    + OTHER
                    + "', podRange: 'pods'}}]")
            .subnetwork(OTHER, "10.1.0.0/20", "[{rangeName: 'pods', ipCidrRange: '10.64.0.0/14'}]");

    assertThat(pods(subject)).containsExactly("10.4.0.0/14", "10.64.0.0/14");
    assertThat(nodes(subject)).containsExactly("10.0.0.0/20", "10.1.0.0/20");
  }

  @Test
  void dualStackNodesAndPodsShareTheSubnetworksIpv6Range() {
    SubjectFixture subject =
        inSubnetwork(
            ", clusterIpv4Cidr: '10.4.0.0/14', servicesIpv4Cidr: '10.8.0.0/20',"
                + " ipAllocationPolicy: {subnetIpv6CidrBlock: '2600:1900::/64',"
                + " servicesIpv6CidrBlock: '2600:2d00::/112'}");

    assertThat(nodes(subject)).containsExactly("10.0.0.0/20", "2600:1900::/64");
    assertThat(pods(subject)).containsExactly("10.4.0.0/14", "2600:1900::/64");
    assertThat(services(subject)).containsExactly("10.8.0.0/20", "2600:2d00::/112");
    assertThat(ClusterRanges.of(subject.subject()).podsAndNodes().toStrings())
        .containsExactly("10.0.0.0/20", "10.4.0.0/14", "2600:1900::/64");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "internalIpv6Prefix: 'fd20:1::/64', ipv6CidrRange: 'fd20:1::/64', stackType: 'IPV4_IPV6'",
        "externalIpv6Prefix: 'fd20:1::/64', stackType: 'IPV4_IPV6'",
        "ipv6CidrRange: 'fd20:1::/64'"
      })
  void dualStackNodesInAFurtherSubnetworkHaveItsIpv6Range(String fields) {
    String further =
        "additionalIpRangesConfigs: [{subnetwork: '%s', podIpv4RangeNames: []}]".formatted(OTHER);
    String pool = "nodePools: [{name: 'a', networkConfig: {subnetwork: '%s'}}]".formatted(OTHER);
    for (String cluster :
        List.of(
            "ipAllocationPolicy: {subnetIpv6CidrBlock: 'fd20::/64', %s}".formatted(further),
            "ipAllocationPolicy: {stackType: 'IPV4_IPV6', subnetIpv6CidrBlock: 'fd20::/64'}, "
                + pool)) {
      SubjectFixture subject =
          inSubnetwork(", clusterIpv4Cidr: '10.4.0.0/14', " + cluster)
              .subnetwork(OTHER, "10.1.0.0/20", "[]")
              .inLastSubnetwork(fields);

      assertThat(nodes(subject))
          .containsExactly("10.0.0.0/20", "10.1.0.0/20", "fd20::/64", "fd20:1::/64");
      assertThat(pods(subject)).containsExactly("10.4.0.0/14", "fd20::/64", "fd20:1::/64");
    }
  }

  @Test
  void nodesOfIpv4AloneHaveNoIpv6RangeOfASubnetwork() {
    String pool = "nodePools: [{name: 'a', networkConfig: {subnetwork: '%s'}}]".formatted(OTHER);
    SubjectFixture single = inSubnetwork(", clusterIpv4Cidr: '10.4.0.0/14', " + pool);
    SubjectFixture dual =
        inSubnetwork(
            ", clusterIpv4Cidr: '10.4.0.0/14', ipAllocationPolicy: {subnetIpv6CidrBlock:"
                + " 'fd20::/64'}, "
                + pool);

    single
        .subnetwork(OTHER, "10.1.0.0/20", "[]")
        .inLastSubnetwork("stackType: 'IPV4_IPV6', internalIpv6Prefix: 'fd20:1::/64'");
    dual.subnetwork(OTHER, "10.1.0.0/20", "[]").inLastSubnetwork("stackType: 'IPV4_ONLY'");
    assertThat(nodes(single)).containsExactly("10.0.0.0/20", "10.1.0.0/20");
    assertThat(nodes(dual)).containsExactly("10.0.0.0/20", "10.1.0.0/20", "fd20::/64");
  }
}

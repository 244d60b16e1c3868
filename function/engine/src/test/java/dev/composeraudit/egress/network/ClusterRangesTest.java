package dev.composeraudit.egress.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.SubjectFixture;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.UnknownPart;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a cluster's nodes, Pods and Services have their addresses. */
final class ClusterRangesTest {
  private static final String OTHER = "projects/example-project/regions/us-central1/subnetworks/t";

  private static SubjectFixture cluster(String lenientJson) {
    return SubjectFixture.of("composer-2.9.7-airflow-2.9.3").cluster(lenientJson);
  }

  /** A cluster in the usual subnetwork, which has the secondary ranges pods and services. */
  private static SubjectFixture inSubnetwork(String more) {
    return cluster("{networkConfig: {subnetwork: '" + SubjectFixture.SUBNETWORK + "'}" + more + "}")
        .subnetwork(
            SubjectFixture.SUBNETWORK,
            "10.0.0.0/20",
            "[{rangeName: 'pods', ipCidrRange: '10.4.0.0/14'},"
                + " {rangeName: 'services', ipCidrRange: '10.8.0.0/20'},"
                + " {rangeName: 'more', ipCidrRange: '10.12.0.0/16'}]");
  }

  private static List<String> pods(SubjectFixture subject) {
    return known(ClusterRanges.of(subject.subject()).pods());
  }

  private static List<String> nodes(SubjectFixture subject) {
    return known(ClusterRanges.of(subject.subject()).nodes());
  }

  private static List<String> services(SubjectFixture subject) {
    return known(ClusterRanges.of(subject.subject()).services());
  }

  private static List<String> known(Derived<CidrSet> set) {
    assertThat(set.obstacles()).isEmpty();
    return ((Derived.Value<CidrSet>) set).value().toStrings();
  }

  private static UnknownPart obstacle(Derived<CidrSet> set) {
    assertThat(set.obstacles()).hasSize(1);
    return set.obstacles().get(0);
  }

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

  @Test
  void underSharedVpcTheSubnetworkIsTheHostProjects() {
    String host = "projects/host-project/regions/us-central1/subnetworks/s";
    SubjectFixture subject =
        cluster("{subnetwork: 's', networkConfig: {subnetwork: '" + host + "'}}")
            .subnetwork(SubjectFixture.SUBNETWORK, "10.9.0.0/20", "[]")
            .subnetwork(host, "10.0.0.0/20", "[]");

    assertThat(nodes(subject)).containsExactly("10.0.0.0/20");
  }

  @Test
  void theHostProjectsSubnetworkIsNotTakenForTheClustersOwn() {
    String host = "projects/host-project/regions/us-central1/subnetworks/s";
    SubjectFixture subject =
        cluster("{networkConfig: {subnetwork: '" + host + "'}}")
            .subnetwork(SubjectFixture.SUBNETWORK, "10.9.0.0/20", "[]");

    assertThat(obstacle(ClusterRanges.of(subject.subject()).nodes()))
        .isEqualTo(
            new UnknownPart(
                Part.SUBNETWORKS,
                Reason.NOT_PROVIDED,
                "cluster.networkConfig.subnetwork names the subnetwork "
                    + host
                    + ", which is not among the subnetworks; add it"));
  }

  @ParameterizedTest
  @CsvSource({
    "s",
    "projects/example-project/regions/us-central1/subnetworks/s",
    "https://www.googleapis.com/compute/v1/projects/example-project/regions/us-central1/subnetworks/s",
    "''"
  })
  void aSubnetworkIsNamedInSeveralForms(String name) {
    assertThat(
            nodes(
                cluster("{subnetwork: '" + name + "'}")
                    .subnetwork(SubjectFixture.SUBNETWORK, "10.0.0.0/20", "[]")))
        .containsExactly("10.0.0.0/20");
  }

  @Test
  void aShortNameMayBeThatOfSeveralSubnetworks() {
    SubjectFixture subject =
        cluster("{subnetwork: 's'}")
            .subnetwork(SubjectFixture.SUBNETWORK, "10.0.0.0/20", "[]")
            .subnetwork(
                "projects/host-project/regions/us-central1/subnetworks/s", "10.1.0.0/20", "[]");

    assertThat(obstacle(ClusterRanges.of(subject.subject()).nodes()))
        .isEqualTo(
            new UnknownPart(
                Part.SUBNETWORKS,
                Reason.INDETERMINATE,
                "cluster.subnetwork does not say which of 2 subnetworks is meant"));
  }

  /** Subnetworks of one name exist in every region of a network of auto mode. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "subnetwork: 's'",
        "x: 1",
        "networkConfig: {subnetwork: '" + SubjectFixture.SUBNETWORK + "'}"
      })
  void aSubnetworkOfAnotherRegionIsNotTheClusters(String named) {
    for (String location : List.of("europe-west1", "europe-west1-b")) {
      SubjectFixture subject =
          cluster("{location: '%s', %s}".formatted(location, named))
              .subnetwork(SubjectFixture.SUBNETWORK, "10.0.0.0/20", "[]");

      assertThat(obstacle(ClusterRanges.of(subject.subject()).nodes()).help())
          .contains("not among the subnetworks of the cluster's region europe-west1");
    }
    SubjectFixture same =
        cluster("{location: 'us-central1-b', %s}".formatted(named))
            .subnetwork(SubjectFixture.SUBNETWORK, "10.0.0.0/20", "[]");
    assertThat(nodes(same)).containsExactly("10.0.0.0/20");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "projects/p/subnetworks/s", "a/b"})
  void aNameOfNoSubnetworkIsNotGuessedAt(String name) {
    SubjectFixture subject =
        cluster("{subnetwork: '" + name + "'}")
            .subnetwork(SubjectFixture.SUBNETWORK, "10.0.0.0/20", "[]");

    assertThat(obstacle(ClusterRanges.of(subject.subject()).nodes()).help())
        .isEqualTo(
            "cluster.subnetwork names the subnetwork "
                + name
                + ", which is not among the subnetworks; add it");
  }

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
}

package dev.composeraudit.egress.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.SubjectFixture;
import dev.composeraudit.subject.UnknownPart;
import java.util.List;

/** Clusters, and where their nodes, Pods and Services have their addresses. */
final class ClusterRangesFixture {
  private ClusterRangesFixture() {}

  static SubjectFixture cluster(String lenientJson) {
    return SubjectFixture.of("composer-2.9.7-airflow-2.9.3").cluster(lenientJson);
  }

  /** A cluster in the usual subnetwork, which has the secondary ranges pods and services. */
  static SubjectFixture inSubnetwork(String more) {
    return cluster("{networkConfig: {subnetwork: '" + SubjectFixture.SUBNETWORK + "'}" + more + "}")
        .subnetwork(
            SubjectFixture.SUBNETWORK,
            "10.0.0.0/20",
            "[{rangeName: 'pods', ipCidrRange: '10.4.0.0/14'},"
                + " {rangeName: 'services', ipCidrRange: '10.8.0.0/20'},"
                + " {rangeName: 'more', ipCidrRange: '10.12.0.0/16'}]");
  }

  static List<String> pods(SubjectFixture subject) {
    return known(ClusterRanges.of(subject.subject()).pods());
  }

  static List<String> nodes(SubjectFixture subject) {
    return known(ClusterRanges.of(subject.subject()).nodes());
  }

  static List<String> services(SubjectFixture subject) {
    return known(ClusterRanges.of(subject.subject()).services());
  }

  static List<String> known(Derived<CidrSet> set) {
    assertThat(set.obstacles()).isEmpty();
    return ((Derived.Value<CidrSet>) set).value().toStrings();
  }

  static UnknownPart obstacle(Derived<CidrSet> set) {
    assertThat(set.obstacles()).hasSize(1);
    return set.obstacles().get(0);
  }
}

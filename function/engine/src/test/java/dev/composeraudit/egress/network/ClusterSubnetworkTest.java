package dev.composeraudit.egress.network;

import static dev.composeraudit.egress.network.ClusterRangesFixture.cluster;
import static dev.composeraudit.egress.network.ClusterRangesFixture.nodes;
import static dev.composeraudit.egress.network.ClusterRangesFixture.obstacle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.egress.SubjectFixture;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.UnknownPart;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of the subnetworks is the one that a cluster names. */
final class ClusterSubnetworkTest {
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
}

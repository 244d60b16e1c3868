package dev.composeraudit.fetch;

import static dev.composeraudit.fetch.FakeCloud.AUTOPILOT;
import static dev.composeraudit.fetch.FakeCloud.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.http.FakeServer.Reply;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Subnetwork;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The subnetworks that a cluster takes addresses from: all of them, where they may be read. */
final class SubnetworkReaderTest {
  private static final String MORE = "projects/host-project/regions/us-central1/subnetworks/more";
  private static final String POOL = "projects/host-project/regions/us-central1/subnetworks/pool";

  @Test
  void allThatTheClusterNamesAreReadOnce() throws TransientException {
    try (FakeCloud cloud = cloud(everywhere())) {
      cloud.google.on("/compute/v1/" + MORE, Reply.json(FakeCloud.subnetwork(MORE)));
      cloud.google.on("/compute/v1/" + POOL, Reply.json(FakeCloud.subnetwork(POOL)));

      assertThat(names(cloud))
          .isEqualTo(new Known<>(List.of(FakeCloud.SUBNETWORK_NAME, MORE, POOL)));
      assertThat(cloud.google.targets())
          .filteredOn(target -> target.startsWith("/compute/"))
          .hasSize(3);
    }
  }

  @Test
  void ifOneIsRejectedAllAreUnknown() throws TransientException {
    try (FakeCloud cloud = cloud(everywhere())) {
      cloud.google.on("/compute/v1/" + MORE, Reply.json(FakeCloud.subnetwork(MORE)));
      cloud.google.on("/compute/v1/" + POOL, Reply.json(403, "{}"));

      assertThat(reason(names(cloud))).isEqualTo(Reason.FORBIDDEN);
    }
  }

  @Test
  void aHostProjectThatIsNotConfiguredIsNotCalled() throws TransientException {
    try (FakeCloud cloud = cloud(AUTOPILOT)) {
      cloud.location = new ReaderLocation(Set.of(), Set.of("another-host"), false);
      Observed<List<String>> names = names(cloud);

      assertThat(reason(names)).isEqualTo(Reason.REFUSED);
      assertThat(((Unknown<List<String>>) names).help()).contains("add it to HOST_PROJECTS");
      assertThat(cloud.google.targets()).noneMatch(target -> target.startsWith("/compute/"));
    }
  }

  @Test
  void aHostProjectThatIsConfiguredIsCalled() throws TransientException {
    try (FakeCloud cloud = cloud(AUTOPILOT)) {
      cloud.location = new ReaderLocation(Set.of(), Set.of("host-project"), false);

      assertThat(names(cloud)).isInstanceOf(Known.class);
    }
  }

  @Test
  void theClustersOwnProjectIsCalledWhateverIsConfigured() throws TransientException {
    String own = "projects/example-project/regions/us-central1/subnetworks/own";
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.location = new ReaderLocation(Set.of(), Set.of("another-host"), false);
      cloud.google.on(
          FakeCloud.CLUSTER,
          Reply.json(cloud.cluster(AUTOPILOT).replace(FakeCloud.SUBNETWORK_NAME, own)));
      cloud.google.on("/compute/v1/" + own, Reply.json(FakeCloud.subnetwork(own)));

      assertThat(names(cloud)).isEqualTo(new Known<>(List.of(own)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sub1",
        "projects/host-project/regions/us-central1/subnetworks/../../../x",
        "projects/host-project/regions/us-central1/subnetworks/a?b",
        "https://evil.example.com/compute/v1/projects/p-1/regions/r/subnetworks/s"
      })
  void aLinkThatIsNoneIsNotFollowed(String link) throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          FakeCloud.CLUSTER,
          Reply.json(cloud.cluster(AUTOPILOT).replace(FakeCloud.SUBNETWORK_NAME, link)));

      assertThat(reason(names(cloud))).isEqualTo(Reason.UNREADABLE);
      assertThat(cloud.google.targets()).noneMatch(target -> target.startsWith("/compute/"));
    }
  }

  @Test
  void aClusterThatNamesNoneIsUnreadable() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          FakeCloud.CLUSTER,
          Reply.json(cloud.cluster(AUTOPILOT).replace(FakeCloud.SUBNETWORK_NAME, "")));

      assertThat(reason(names(cloud))).isEqualTo(Reason.UNREADABLE);
    }
  }

  @Test
  void aClusterThatNamesHundredsIsUnreadable() throws TransientException {
    assertThat(reason(ofPools(32))).isEqualTo(Reason.UNREADABLE);
    assertThat(ofPools(31)).isInstanceOf(Known.class);
  }

  @Test
  void anAnswerAboutAnotherIsNotBelieved() throws TransientException {
    try (FakeCloud cloud = cloud(AUTOPILOT)) {
      cloud.google.on(FakeCloud.SUBNETWORK, Reply.json(FakeCloud.subnetwork(MORE)));

      assertThat(reason(names(cloud))).isEqualTo(Reason.UNREADABLE);
    }
  }

  private static Observed<List<String>> ofPools(int count) throws TransientException {
    String pools =
        IntStream.range(0, count)
            .mapToObj(i -> "{\"networkConfig\": {\"subnetwork\": \"" + POOL + i + "\"}}")
            .collect(Collectors.joining(","));
    try (FakeCloud cloud = cloud(AUTOPILOT + ", \"nodePools\": [" + pools + "]")) {
      for (int i = 0; i < count; i++) {
        cloud.google.on("/compute/v1/" + POOL + i, Reply.json(FakeCloud.subnetwork(POOL + i)));
      }
      return names(cloud);
    }
  }

  private static String everywhere() {
    return """
    "autopilot": {"enabled": true},
    "ipAllocationPolicy": {"additionalIpRangesConfigs": [{"subnetwork": "%s"}]},
    "nodePools": [{"networkConfig": {"subnetwork": "%s"}}, {"networkConfig": {"subnetwork": "%s"}}]\
    """
        .formatted(MORE, POOL, MORE);
  }

  private static FakeCloud cloud(String members) {
    FakeCloud cloud = new FakeCloud();
    cloud.google.on(FakeCloud.CLUSTER, Reply.json(cloud.cluster(members)));
    return cloud;
  }

  private static Observed<List<String>> names(FakeCloud cloud) throws TransientException {
    Observed<List<Subnetwork>> subnetworks = cloud.subject().subnetworks();
    return subnetworks.map(list -> list.stream().map(it -> it.name().toString()).toList());
  }
}

package dev.composeraudit.acceptance.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which calls of an audit wait for each other, where each API takes two seconds to answer. */
final class RoundTripsIT {
  private static final List<String> PERMISSIONS =
      List.of(
          "composer.environments.get",
          "container.clusters.get",
          "compute.subnetworks.get",
          "container.thirdPartyObjects.list",
          "container.configMaps.get",
          "container.daemonSets.get",
          "pubsub.topics.publish");

  @TempDir private Path folder;

  @Test
  void anEventReadsThreeTimesOneAfterAnotherAndPublishesOnce() throws Exception {
    try (ForgeryFixture cloud = new ForgeryFixture(folder)) {
      String environment = cloud.create();
      // The first event also connects, which takes as long as the machine is busy.
      cloud.audit(environment);
      for (String permission : PERMISSIONS) {
        cloud.addFault(permission, "slow", environment);
      }
      int before = cloud.calls().size();
      cloud.audit(environment);

      TreeMap<Integer, Set<String>> calls = new TreeMap<>();
      cloud.callsWithRoundTrips().stream()
          .skip(before)
          .forEach(
              call ->
                  calls
                      .computeIfAbsent(call.roundTrip(), number -> new TreeSet<>())
                      .add(call.permission()));
      assertThat(calls.values())
          .containsExactly(
              Set.of("composer.environments.get"),
              Set.of("container.clusters.get"),
              Set.of("compute.subnetworks.get", "container.thirdPartyObjects.list"),
              Set.of("pubsub.topics.publish"));
    }
  }
}

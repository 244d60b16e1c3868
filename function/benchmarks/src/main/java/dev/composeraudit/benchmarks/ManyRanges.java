package dev.composeraudit.benchmarks;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import dev.composeraudit.egress.Destination;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Parts;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Subnetwork;
import dev.composeraudit.subject.SubnetworkName;
import dev.composeraudit.subject.Trigger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** A cluster on Autopilot that exempts many ranges, and as many destinations; always the same. */
final class ManyRanges {
  private static final String NAME =
      "projects/example-project/locations/us-central1/environments/e";
  private static final String SUBNETWORK =
      "projects/example-project/regions/us-central1/subnetworks/s";

  private ManyRanges() {}

  /** A subject whose default policy has so many destinations, in no order, some within others. */
  static Subject subject(int ranges) {
    Instant now = Instant.parse("2026-11-23T00:00:00Z");
    EgressNatPolicy policy =
        new EgressNatPolicy("default", false, EgressNatPolicy.NO_SNAT, cidrs(ranges, 1), List.of());
    Subnetwork subnetwork =
        new Subnetwork(
            SubnetworkName.parse(SUBNETWORK), "10.0.0.0/20", List.of(), "IPV4_ONLY", Map.of());
    Parts parts =
        Parts.unknown(new Unknown<>(Reason.NOT_PROVIDED, "not part of the benchmark"))
            .with(Part.ENVIRONMENT, Observed.known(environment()))
            .with(Part.CLUSTER, Observed.known(cluster()))
            .with(Part.SUBNETWORKS, Observed.known(List.of(subnetwork)))
            .with(Part.EGRESS_NAT_POLICIES, Observed.known(List.of(policy)))
            .with(Part.IP_MASQ_AGENT_CONFIG, Observed.known(Optional.empty()))
            .with(Part.IP_MASQ_AGENT_DAEMON_SET, Observed.known(Optional.empty()));
    EnvironmentName name = EnvironmentName.parse(NAME);
    return new Subject(name, Trigger.document(now), parts, Map.of(), "document", now);
  }

  private static Environment environment() {
    Environment.Builder environment = Environment.newBuilder().setName(NAME);
    environment
        .getConfigBuilder()
        .getSoftwareConfigBuilder()
        .setImageVersion("composer-2.9.7-airflow-2.9.3");
    return environment.build();
  }

  private static Cluster cluster() {
    Cluster.Builder cluster = Cluster.newBuilder().setClusterIpv4Cidr("192.168.0.0/16");
    cluster.getAutopilotBuilder().setEnabled(true);
    cluster.getNetworkConfigBuilder().setSubnetwork(SUBNETWORK);
    return cluster.setServicesIpv4Cidr("172.20.0.0/16").build();
  }

  static List<Destination> destinations(int count) {
    return cidrs(count, 2).stream().map(Destination::parse).toList();
  }

  /** Ranges of 8 to 256 addresses anywhere in IPv4. */
  private static List<String> cidrs(int count, long seed) {
    Random random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(
            unused -> {
              int prefix = 24 + random.nextInt(6);
              int address = random.nextInt() & -(1 << (32 - prefix));
              return "%d.%d.%d.%d/%d"
                  .formatted(
                      address >>> 24,
                      address >>> 16 & 255,
                      address >>> 8 & 255,
                      address & 255,
                      prefix);
            })
        .toList();
  }
}

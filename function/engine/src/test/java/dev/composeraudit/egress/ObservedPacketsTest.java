package dev.composeraudit.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.address.Address;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real packets, sent through the rules that the real agent programs, are foretold. */
final class ObservedPacketsTest {
  private static final List<String> RECORDINGS =
      List.of(
          "agent-off.json",
          "agent-on-composer-pod-range.json",
          "agent-on-node-and-pod-range.json",
          "agent-on-vm-range-excluded.json",
          "agent-on-no-configmap.json",
          "empty-list.json",
          "misaligned-cidr.json",
          "pods-not-excluded.json",
          "default-snat-no-agent.json",
          "egressnatpolicy-composer.json");

  static Stream<RecordedObservation> understood() {
    return RECORDINGS.stream()
        .flatMap(r -> RecordedObservation.of(r).stream())
        .filter(o -> !o.isRefused());
  }

  static Stream<RecordedObservation> refused() {
    return RECORDINGS.stream()
        .flatMap(r -> RecordedObservation.of(r).stream())
        .filter(o -> o.isRefused());
  }

  static Stream<RecordedObservation> underPolicies() {
    return RecordedObservation.of("egressnatpolicy-composer.json").stream();
  }

  @Test
  void allRecordingsAreCounted() {
    assertThat(understood()).hasSize(90);
    assertThat(refused()).hasSize(10);
  }

  @ParameterizedTest
  @MethodSource("understood")
  void thePacketIsForetoldOnStandard(RecordedObservation packet) {
    assertForetold(packet, packet.onStandard().egress());
  }

  /** Composer's definition: the default policy exempts the Pods, GKE's own the cluster's ranges. */
  @ParameterizedTest
  @MethodSource("underPolicies")
  void thePacketIsForetoldOnAutopilot(RecordedObservation packet) {
    Egress egress =
        SubjectFixture.autopilot("10.0.0.0/20", "192.168.0.0/16", "10.96.0.0/16")
            .policy("default", "192.168.0.0/16")
            .policy("gke-0a1b2c3d-1", "10.0.0.0/20", "192.168.0.0/16", "10.96.0.0/16")
            .egress();
    assertForetold(packet, egress);
  }

  private static void assertForetold(RecordedObservation packet, Egress egress) {
    SourceTrace trace = egress.trace(packet.destination());

    assertThat(trace.parts()).hasSize(1);
    assertThat(trace.unknown()).isEmpty();
    assertThat(egress.problems()).isEmpty();
    packet.source().ifPresent(source -> assertSource(packet, trace, source));
    CidrSet accepted = packet.firewall().orElse(CidrSet.EVERYTHING);
    Acceptance observed = packet.isAccepted() ? Acceptance.YES : Acceptance.NO;
    // Of what stays in the cluster no firewall's word is taken.
    assertThat(trace.acceptedBy(accepted))
        .isEqualTo(trace.outside().isEmpty() ? Acceptance.UNKNOWN : observed);
  }

  private static void assertSource(RecordedObservation packet, SourceTrace trace, String source) {
    if (packet.isToOwnNode() && trace.source() == Source.NODE) {
      assertThat(trace.notes()).contains("a node sees the Pod addresses of its own Pods");
      return;
    }
    assertThat(trace.source()).isEqualTo(packet.isFromPodAddress() ? Source.POD : Source.NODE);
    assertThat(trace.parts().get(0).addresses())
        .anyMatch(range -> Cidr.parse(range).contains(Address.parse(source)));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatHoldsWhereTheAgentRejectedIsNotGuessed(RecordedObservation packet) {
    Egress egress = packet.onStandard().egress();
    SourceTrace trace = egress.trace(packet.destination());

    assertThat(trace.source()).isEqualTo(Source.UNKNOWN);
    assertThat(trace.unknown()).hasSize(1);
    assertThat(egress.problems()).extracting(Problem::code).containsExactly("refused");
    packet
        .firewall()
        .ifPresent(
            accepted -> assertThat(trace.acceptedBy(accepted)).isEqualTo(Acceptance.UNKNOWN));
  }
}

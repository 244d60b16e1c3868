package dev.composeraudit.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.network.SourceReason;
import org.junit.jupiter.api.Test;

/**
 * The example of Google's page "Enable the IP Masquerade agent": VMs in 10.0.0.0/8, Pods in
 * 192.168.0.0/16, and a firewall in front of a VM that accepts 10.0.0.0/8 only.
 */
final class GoogleExampleTest {
  private static final String PODS = "192.168.0.0/16";
  private static final String VMS = "10.0.0.0/8";
  private static final Destination VM = Destination.parse("10.200.0.10");
  private static final CidrSet FIREWALL = CidrSet.of(Cidr.parse(VMS));
  private static final String[] GKE_DEFAULT = {
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "192.0.0.0/24",
    "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "240.0.0.0/4"
  };

  /** Composer 2 with this in the policy {@code default}, beside GKE's own policy. */
  private static SourceTrace composer2(String... exempt) {
    return SubjectFixture.autopilot("10.0.0.0/20", PODS, "172.20.0.0/16")
        .policy("default", exempt)
        .policy("gke-0a1b2c3d-1", "10.0.0.0/20", PODS, "172.20.0.0/16")
        .egress()
        .trace(VM);
  }

  private static SubjectFixture composer1() {
    return SubjectFixture.standard("10.0.0.0/20", PODS, "172.20.0.0/16");
  }

  @Test
  void withTheAgentOffTheFirewallDrops() {
    SourceTrace trace = composer2(GKE_DEFAULT);

    assertThat(trace.source()).isEqualTo(Source.POD);
    assertThat(trace.parts().get(0).addresses()).containsExactly(PODS);
    assertThat(trace.acceptedBy(FIREWALL)).isEqualTo(Acceptance.NO);
  }

  @Test
  void withTheAgentOnAndThePodRangeExemptTheFirewallAccepts() {
    SourceTrace trace = composer2(PODS);

    assertThat(trace.source()).isEqualTo(Source.NODE);
    assertThat(trace.parts().get(0).addresses()).containsExactly("10.0.0.0/20");
    assertThat(trace.acceptedBy(FIREWALL)).isEqualTo(Acceptance.YES);
  }

  @Test
  void withTheAgentOnAndTheVmRangeExemptTheFirewallDropsAlthoughItIsEnabled() {
    SourceTrace trace = composer2(VMS);

    assertThat(trace.source()).isEqualTo(Source.POD);
    assertThat(trace.reason())
        .isEqualTo(SourceReason.DESTINATION_IP_IN_CONFIGURED_NON_MASQUERADE_RANGE);
    assertThat(trace.parts().get(0).range()).isEqualTo(VMS);
    assertThat(trace.acceptedBy(FIREWALL)).isEqualTo(Acceptance.NO);
  }

  @Test
  void onComposer1WithTheAgentOffTheFirewallDrops() {
    SourceTrace trace = composer1().noAgent().noConfig().egress().trace(VM);

    assertThat(trace.source()).isEqualTo(Source.POD);
    assertThat(trace.acceptedBy(FIREWALL)).isEqualTo(Acceptance.NO);
  }

  @Test
  void onComposer1WithTheAgentOnAndThePodRangeExemptTheFirewallAccepts() {
    SourceTrace trace =
        composer1().agent().config("nonMasqueradeCIDRs: [192.168.0.0/16]").egress().trace(VM);

    assertThat(trace.source()).isEqualTo(Source.NODE);
    assertThat(trace.acceptedBy(FIREWALL)).isEqualTo(Acceptance.YES);
  }

  @Test
  void onComposer1WithTheAgentOnAndTheVmRangeExemptTheFirewallDropsAlthoughItIsEnabled() {
    SourceTrace trace =
        composer1().agent().config("nonMasqueradeCIDRs: [10.0.0.0/8]").egress().trace(VM);

    assertThat(trace.source()).isEqualTo(Source.POD);
    assertThat(trace.acceptedBy(FIREWALL)).isEqualTo(Acceptance.NO);
  }
}

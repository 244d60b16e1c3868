package dev.composeraudit.egress;

import static dev.composeraudit.egress.AutopilotFixture.MANAGED;
import static dev.composeraudit.egress.AutopilotFixture.OWN;
import static dev.composeraudit.egress.AutopilotFixture.autopilot;
import static dev.composeraudit.egress.AutopilotFixture.source;
import static dev.composeraudit.egress.AutopilotFixture.trace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.address.CidrSet;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.egress.network.Derived;
import dev.composeraudit.egress.network.DerivedNetwork;
import dev.composeraudit.egress.network.SourceReason;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.SubjectReader;
import dev.composeraudit.subject.UnknownPart;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What EgressNATPolicies exempt from masquerading on Autopilot. */
final class PolicyMasqueradingTest {
  @Test
  void thePoliciesDestinationsAddUp() {
    SubjectFixture subject =
        autopilot().policy("default", "10.1.0.0/16").policy("more", "10.2.0.0/16", "8.8.8.8/32");

    assertThat(source(subject, "10.1.2.3")).isEqualTo(Source.POD);
    assertThat(source(subject, "10.2.0.0/16")).isEqualTo(Source.POD);
    assertThat(source(subject, "8.8.8.8")).isEqualTo(Source.POD);
    assertThat(source(subject, "8.8.8.9")).isEqualTo(Source.NODE);
    assertThat(source(subject, "10.0.0.0/8")).isEqualTo(Source.MIXED);
    assertThat(trace(subject, "8.8.8.9").reason()).isEqualTo(SourceReason.MASQUERADED);
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.0/20", "192.168.0.0/16", "172.20.0.0/16"})
  void theClustersOwnRangesAreExemptWithoutBeingListed(String own) {
    SourceTrace trace = trace(autopilot().policy("default"), own);

    assertThat(trace.source()).isEqualTo(Source.POD);
    assertThat(trace.parts().get(0).range()).isEqualTo(own);
    assertThat(trace.unknown()).isEmpty();
  }

  @Test
  void linkLocalAndIpv6AreNeverMasqueraded() {
    SubjectFixture subject = autopilot().policy("default");

    SourceTrace metadata = trace(subject, "169.254.169.254");
    assertThat(metadata.source()).isEqualTo(Source.POD);
    assertThat(metadata.reason())
        .isEqualTo(SourceReason.DESTINATION_IP_IN_DEFAULT_NON_MASQUERADE_RANGE);
    assertThat(metadata.parts().get(0).range()).isEqualTo("169.254.0.0/16");
    SourceTrace ipv6 = trace(subject, "2001:db8::1");
    assertThat(ipv6.source()).isEqualTo(Source.POD);
    assertThat(ipv6.reason()).isEqualTo(SourceReason.NO_MASQUERADING_FOR_IPV6);
    assertThat(ipv6.parts().get(0).range()).isNull();
  }

  @Test
  void ipv6IsMasqueradedWhereAnAgentIsSeenThatIsConfiguredTo() {
    SubjectFixture subject =
        autopilot()
            .inCluster("ipAllocationPolicy", "{subnetIpv6CidrBlock: '2600:1900::/64'}")
            .policy("default", "2001:db8::/32")
            .agent("--enable-ipv6");

    assertThat(source(subject, "2001:db8::1")).isEqualTo(Source.POD);
    assertThat(source(subject, "2600:1900::1")).isEqualTo(Source.POD);
    assertThat(source(subject, "fe80::1")).isEqualTo(Source.POD);
    assertThat(source(subject, "2001:db9::1")).isEqualTo(Source.NODE);
    assertThat(source(subject.agent("--enable-ipv6=false"), "10.1.0.1")).isEqualTo(Source.UNKNOWN);
    assertThat(source(subject, "2001:db9::1")).isEqualTo(Source.UNKNOWN);
    assertThat(source(subject.noAgent(), "2001:db9::1")).isEqualTo(Source.UNKNOWN);
  }

  @Test
  void anAgentThatWasNotReadLeavesIpv6OpenWhereItMayBeConfiguredTo() {
    SubjectFixture subject =
        SubjectFixture.standard("10.0.0.0/20", "192.168.0.0/16", "172.20.0.0/16")
            .inCluster("networkConfig", "{datapathProvider: 'ADVANCED_DATAPATH'}")
            .policy("default", "10.1.0.0/16")
            .unknown("ipMasqAgentDaemonSet", "NOT_READ", "read it");

    assertThat(source(subject, "2001:db8::1")).isEqualTo(Source.UNKNOWN);
    assertThat(trace(subject, "2001:db8::1").unknown())
        .extracting(UnknownPart::help)
        .contains("read it");
    assertThat(source(subject, "8.8.8.8")).isEqualTo(Source.UNKNOWN);
    assertThat(source(autopilot().policy("default"), "2001:db8::1")).isEqualTo(Source.POD);
  }

  @Test
  void flagsThatAreUnknownLeaveIpv6OpenUnderPoliciesToo() {
    SubjectFixture subject =
        autopilot().policy("default", "10.1.0.0/16").agent("sh", "-c", "agent $FLAGS");

    assertThat(source(subject, "10.1.0.1")).isEqualTo(Source.POD);
    assertThat(source(subject, "8.8.8.8")).isEqualTo(Source.NODE);
    assertThat(source(subject, "2001:db9::1")).isEqualTo(Source.UNKNOWN);
    assertThat(trace(subject, "2001:db9::1").unknown())
        .extracting(UnknownPart::help)
        .containsExactly(AgentScenarios.FLAGS_UNKNOWN.help());
  }

  @Test
  void whatIsNamedIsWhatThePoliciesAndGkeList() {
    DerivedNetwork network = autopilot().policy("default", "10.1.0.0/16").egress().network();

    assertThat(network.nonMasqueradeCidrs())
        .isEqualTo(
            Derived.value(
                List.of("10.0.0.0/20", "10.1.0.0/16", "172.20.0.0/16", "192.168.0.0/16")));
    assertThat(network.nonMasqueradeSource()).isEqualTo(Derived.value("EgressNATPolicy"));
    assertThat(network.nodeCidrs()).isEqualTo(Derived.value(List.of("10.0.0.0/20")));
    assertThat(network.podCidrs()).isEqualTo(Derived.value(List.of("192.168.0.0/16")));
    assertThat(network.serviceCidrs()).isEqualTo(Derived.value(List.of("172.20.0.0/16")));
  }

  @Test
  void unseenPoliciesLeaveOnlyTheClustersOwnRangesCertain() {
    SubjectFixture subject =
        autopilot().unknown("egressNatPolicies", "CONTROL_PLANE_UNREACHABLE", "no route");
    UnknownPart why =
        new UnknownPart(
            Part.EGRESS_NAT_POLICIES, Observed.Reason.CONTROL_PLANE_UNREACHABLE, "no route");

    assertThat(source(subject, "10.0.1.1")).isEqualTo(Source.POD);
    SourceTrace other = trace(subject, "10.200.0.10");
    assertThat(other.source()).isEqualTo(Source.UNKNOWN);
    assertThat(other.reason()).isEqualTo(SourceReason.CONFIGURATION_UNKNOWN);
    assertThat(other.unknown()).containsExactly(why);
    assertThat(subject.egress().problems()).isEmpty();
    assertThat(subject.egress().network().nonMasqueradeCidrs().obstacles()).containsExactly(why);
    assertThat(subject.egress().network().nonMasqueradeSource())
        .isEqualTo(Derived.value("EgressNATPolicy"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "continue: eyJ2Ijoi",
        "remainingItemCount: 3",
        "continue: '', remainingItemCount: 1"
      })
  void aListThatGoesOnElsewhereIsUnseen(String metadata) throws InvalidDocumentsException {
    String text =
        """
        apiVersion: composer-audit/v1
        kind: Subject
        environment:
          name: projects/example-project/locations/us-central1/environments/e
          config: {softwareConfig: {imageVersion: composer-2.9.7-airflow-2.9.3}}
        cluster: {autopilot: {enabled: true}, clusterIpv4Cidr: 192.168.0.0/16}
        egressNatPolicies:
          kind: List
          metadata: {%s}
          items:
          - metadata: {name: default}
            spec: {action: NoSNAT, destinations: [{cidr: 10.0.0.0/8}]}
        """
            .formatted(metadata);
    Subject subject =
        new SubjectReader(Clock.systemUTC()).read(new SourceFile("s.yaml", text)).get(0);
    SourceTrace trace = Egress.of(subject).trace(Destination.parse("10.200.0.10"));

    assertThat(trace.source()).isEqualTo(Source.UNKNOWN);
    assertThat(trace.unknown().get(0).help())
        .isEqualTo("the list of EgressNATPolicies is only its first page");
  }

  @Test
  void aMissingDefaultPolicyLeavesTheRestOpen() {
    SubjectFixture subject = autopilot().policy(MANAGED, OWN).policy("more", "10.2.0.0/16");
    Egress egress = subject.egress();

    assertThat(source(subject, "10.2.0.1")).isEqualTo(Source.POD);
    assertThat(source(subject, "10.0.1.1")).isEqualTo(Source.POD);
    assertThat(source(subject, "8.8.8.8")).isEqualTo(Source.UNKNOWN);
    assertThat(egress.problems())
        .containsExactly(
            new Problem(
                Part.EGRESS_NAT_POLICIES,
                "default-policy-missing",
                "there is no EgressNATPolicy default"));
    assertThat(trace(subject, "8.8.8.8").unknown())
        .extracting(UnknownPart::help)
        .containsExactly("there is no EgressNATPolicy default");
  }

  @Test
  void anEmptyListIsNoPass() {
    assertThat(source(autopilot().noPolicies(), "8.8.8.8")).isEqualTo(Source.UNKNOWN);
  }

  @Test
  void policiesThatWereNotSeenMayBeRefusedSoThatIpv6IsOpenToo() {
    SubjectFixture subject = autopilot().unknown("egressNatPolicies", "RBAC_DENIED", "bind a role");

    SourceTrace trace = trace(subject, "2001:db8::1");
    assertThat(trace.source()).isEqualTo(Source.UNKNOWN);
    assertThat(trace.unknown()).extracting(UnknownPart::help).containsExactly("bind a role");
  }

  @Test
  void anUnknownNodeRangeIsInGkesOwnPolicyWhereThatWasSeen() {
    SubjectFixture subject =
        autopilot()
            .policy("default", "192.168.0.0/16")
            .policy(MANAGED, OWN)
            .unknown("subnetworks", "PERMISSION_DENIED", "grant it");

    assertThat(source(subject, "10.0.1.1")).isEqualTo(Source.POD);
    SourceTrace outside = trace(subject, "8.8.8.8");
    assertThat(outside.source()).isEqualTo(Source.NODE);
    assertThat(outside.unknown()).extracting(UnknownPart::help).containsExactly("grant it");
    assertThat(outside.parts().get(0).addresses()).isEmpty();
    assertThat(outside.acceptedBy(CidrSet.EVERYTHING)).isEqualTo(Acceptance.UNKNOWN);
  }

  @Test
  void anUnknownNodeRangeLeavesTheRestOpenWhereGkesOwnPolicyWasNotSeen() {
    SubjectFixture subject =
        autopilot()
            .policy("default", "10.1.0.0/16")
            .unknown("subnetworks", "PERMISSION_DENIED", "grant it");

    assertThat(source(subject, "10.1.0.1")).isEqualTo(Source.POD);
    assertThat(source(subject, "192.168.0.1")).isEqualTo(Source.POD);
    assertThat(source(subject, "8.8.8.8")).isEqualTo(Source.UNKNOWN);
    assertThat(trace(subject, "8.8.8.8").unknown())
        .extracting(UnknownPart::help)
        .containsExactly("grant it");
  }

  @Test
  void unseenPoliciesDoNotCountAsGkesOwn() {
    SubjectFixture subject =
        autopilot()
            .unknown("egressNatPolicies", "CONTROL_PLANE_UNREACHABLE", "no route")
            .unknown("subnetworks", "PERMISSION_DENIED", "grant it");

    assertThat(trace(subject, "8.8.8.8").unknown())
        .extracting(UnknownPart::help)
        .containsExactly("no route", "grant it");
  }

  @Test
  void gkesOwnPolicyCountsAsSeenOnlyIfItIsUnderstood() {
    SubjectFixture subject =
        autopilot()
            .policy("default", "192.168.0.0/16")
            .policy(MANAGED, "10.0.0.1/20")
            .unknown("subnetworks", "PERMISSION_DENIED", "grant it");

    assertThat(source(subject, "8.8.8.8")).isEqualTo(Source.UNKNOWN);
  }

  /** The CRD says of a destination: "Clients which observe no value here will ignore this rule." */
  @Test
  void aDestinationWithoutARangeIsIgnored() {
    SubjectFixture subject =
        autopilot()
            .policyObject(
                "{metadata: {name: 'default'}, spec: {action: 'NoSNAT', destinations: [{}, {cidr:"
                    + " '10.1.0.0/16'}]}}");

    assertThat(source(subject, "10.1.0.1")).isEqualTo(Source.POD);
    assertThat(source(subject, "8.8.8.8")).isEqualTo(Source.NODE);
    assertThat(subject.egress().problems()).isEmpty();
  }

  @Test
  void aPolicyWithoutDestinationsExemptsNothing() {
    SubjectFixture subject = autopilot().policy("default").policy("empty");

    assertThat(source(subject, "10.200.0.10")).isEqualTo(Source.NODE);
    assertThat(subject.egress().problems()).isEmpty();
  }

  @Test
  void everythingMayBeExempt() {
    SubjectFixture subject = autopilot().policy("default").policy("mine", "0.0.0.0/0");
    SourceTrace trace = trace(subject, "0.0.0.0/0");

    assertThat(trace.source()).isEqualTo(Source.POD);
    assertThat(trace.parts()).extracting(SourceTrace.Part::range).containsOnly("0.0.0.0/0");
    assertThat(trace.staying()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "networkConfig | {} | not have Dataplane V2",
        "networkConfig | {datapathProvider: 'LEGACY_DATAPATH'} | not have Dataplane V2",
        "networkConfig | {datapathProvider: 'NEWER_DATAPATH'} | does not know",
        "currentMasterVersion | '1.21.14-gke.18800' | GKE \"1.21.14-gke.18800\" is older",
        "currentMasterVersion | '1.22.7-gke.1499' | is older",
        "currentMasterVersion | '1.23.4-gke.1599' | is older",
        "initialClusterVersion | '1.20.15-gke.700' | is older",
        "initialClusterVersion | 'v1.21.5-gke.1300' | is older",
        "initialClusterVersion | '1.21' | is older",
        "currentMasterVersion | 'latest' | not of a form such as",
        "currentMasterVersion | '-' | not of a form such as",
        "initialClusterVersion | '1' | not of a form such as"
      })
  void aClusterThatDoesNotObeyPoliciesLeavesEverythingOpen(String key, String value, String why) {
    SubjectFixture subject =
        autopilot().policy("default", "10.1.0.0/16").policy("gke-1a2b3c4d-1", "10.0.0.0/20");
    assertThat(source(subject, "8.8.8.8")).isEqualTo(Source.NODE);

    subject.inCluster(key, value);

    for (String destination : List.of("8.8.8.8", "10.1.0.1", "10.200.0.1")) {
      assertThat(source(subject, destination)).isEqualTo(Source.UNKNOWN);
      assertThat(trace(subject, destination).unknown().toString()).contains(why);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.22.7-gke.1500",
        "1.22.17-gke.1",
        "1.23.4-gke.1600",
        "1.33.5-gke.1080000",
        "v1.33.5-gke.1080000",
        "1.33",
        ""
      })
  void aVersionThatHasPoliciesOrIsNotToldIsNoDoubt(String version) {
    SubjectFixture subject =
        autopilot()
            .policy("default", "10.1.0.0/16")
            .inCluster("initialClusterVersion", "'" + version + "'");

    assertThat(source(subject, "8.8.8.8")).isEqualTo(Source.NODE);
  }

  @ParameterizedTest
  @CsvSource({
    "1.22.7-gke.1500, NODE",
    "1.27.3-gke.100, NODE",
    "1.22.7-gke.1499, UNKNOWN",
    "1.23.4-gke.1599, UNKNOWN",
    "latest, UNKNOWN",
    "'', UNKNOWN"
  })
  void aDataPlaneThatIsNotStatedIsToldByTheVersionOfCreation(String version, Source source) {
    SubjectFixture subject =
        autopilot()
            .policy("default", "10.1.0.0/16")
            .inCluster("networkConfig", "{}")
            .inCluster("currentMasterVersion", "'1.33.5-gke.1080000'")
            .inCluster("initialClusterVersion", "'" + version + "'");

    assertThat(source(subject, "8.8.8.8")).isEqualTo(source);

    subject.inCluster("networkConfig", "{datapathProvider: 'LEGACY_DATAPATH'}");
    assertThat(source(subject, "8.8.8.8")).isEqualTo(Source.UNKNOWN);
  }
}

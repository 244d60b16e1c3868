package dev.composeraudit.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.egress.network.Derived;
import dev.composeraudit.egress.network.SourceReason;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.UnknownPart;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a Standard cluster masquerades. */
final class AgentMasqueradingTest {
  private static final String ALL_RESERVED = "--nomasq-all-reserved-ranges";

  private static SubjectFixture standard() {
    return SubjectFixture.standard("10.0.0.0/20", "192.168.0.0/16", "");
  }

  private static SourceTrace trace(SubjectFixture subject, String destination) {
    return subject.egress().trace(Destination.parse(destination));
  }

  private static Source source(SubjectFixture subject, String destination) {
    return trace(subject, destination).source();
  }

  @Test
  void theListReplacesTheDefaultAndNothingIsImplied() {
    SubjectFixture subject = standard().agent().config("nonMasqueradeCIDRs: [172.16.0.0/12]");

    assertThat(source(subject, "172.16.0.1")).isEqualTo(Source.POD);
    assertThat(source(subject, "10.1.0.1")).isEqualTo(Source.NODE);
    assertThat(source(subject, "192.168.0.1")).isEqualTo(Source.NODE);
    assertThat(source(subject, "169.254.169.254")).isEqualTo(Source.POD);
    assertThat(trace(subject, "172.16.0.1").reason())
        .isEqualTo(SourceReason.DESTINATION_IP_IN_CONFIGURED_NON_MASQUERADE_RANGE);
    assertThat(subject.egress().network().nonMasqueradeSource())
        .isEqualTo(Derived.value("ip-masq-agent ConfigMap"));
    assertThat(subject.egress().network().nonMasqueradeCidrs())
        .isEqualTo(Derived.value(List.of("172.16.0.0/12")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nonMasqueradeCIDRs: []", "nonMasqueradeCIDRs:", "{\"nonMasqueradeCIDRs\":null}"})
  void anEmptyListMasqueradesAllButLinkLocal(String text) {
    SubjectFixture subject = standard().agent().config(text);

    assertThat(source(subject, "10.1.0.1")).isEqualTo(Source.NODE);
    assertThat(source(subject, "192.168.0.1")).isEqualTo(Source.NODE);
    assertThat(source(subject, "169.254.169.254")).isEqualTo(Source.POD);
    assertThat(subject.egress().network().nonMasqueradeCidrs()).isEqualTo(Derived.value(List.of()));
    assertThat(subject.egress().network().nonMasqueradeSource())
        .isEqualTo(Derived.value("ip-masq-agent ConfigMap"));
  }

  @Test
  void linkLocalIsMasqueradedOnRequest() {
    SubjectFixture subject = standard().agent().config("masqLinkLocal: true");

    assertThat(source(subject, "169.254.169.254")).isEqualTo(Source.NODE);
    assertThat(source(subject, "10.1.0.1")).isEqualTo(Source.POD);
    assertThat(trace(subject, "10.1.0.1").reason())
        .isEqualTo(SourceReason.DESTINATION_IP_IN_DEFAULT_NON_MASQUERADE_RANGE);
  }

  @Test
  void withoutAConfigMapTheFlagsChooseTheDefaultList() {
    assertThat(source(standard().agent().noConfig(), "100.64.0.1")).isEqualTo(Source.NODE);
    assertThat(source(standard().agent(ALL_RESERVED).noConfig(), "100.64.0.1"))
        .isEqualTo(Source.POD);
    assertThat(source(standard().agent().noConfig(), "172.31.255.255")).isEqualTo(Source.POD);
    assertThat(standard().agent().noConfig().egress().network().nonMasqueradeSource())
        .isEqualTo(Derived.value("default"));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, POD",
    "172.16.0.0/12, POD",
    "192.168.0.0/16, POD",
    "100.64.0.0/10, POD",
    "192.0.0.0/24, POD",
    "192.0.2.0/24, POD",
    "192.88.99.0/24, POD",
    "198.18.0.0/15, POD",
    "198.51.100.0/24, POD",
    "203.0.113.0/24, POD",
    "240.0.0.0/4, POD",
    "169.254.0.0/16, POD",
    "11.0.0.0/8, NODE",
    "192.0.1.0/24, NODE",
    "224.0.0.0/4, NODE"
  })
  void theReservedRangesAreEleven(String range, Source source) {
    assertThat(source(standard().agent(ALL_RESERVED).noConfig(), range)).isEqualTo(source);
    assertThat(source(standard().noAgent().noConfig(), range)).isEqualTo(source);
  }

  @Test
  void aConfigMapWithoutTheKeyDoesNotCountAndIsSaid() {
    SubjectFixture subject = standard().agent().otherConfig("nonMasqueradeCIDRs: []");

    assertThat(subject.egress().problems())
        .extracting(Problem::code)
        .containsExactly("nobody-reads");
    assertThat(source(subject, "10.1.0.1")).isEqualTo(Source.POD);
    assertThat(subject.egress().network().nonMasqueradeSource())
        .isEqualTo(Derived.value("default"));
  }

  @Test
  void ipv6IsMasqueradedOnlyByAnAgentThatIsConfiguredTo() {
    SubjectFixture plain = standard().agent().config("nonMasqueradeCIDRs: []");
    assertThat(source(plain, "2001:db8::1")).isEqualTo(Source.POD);
    assertThat(trace(plain, "2001:db8::1").reason())
        .isEqualTo(SourceReason.NO_MASQUERADING_FOR_IPV6);

    SubjectFixture told =
        standard().agent("--enable-ipv6").config("nonMasqueradeCIDRs: ['2001:db8::/32']");
    assertThat(source(told, "2001:db8::1")).isEqualTo(Source.POD);
    assertThat(trace(told, "2001:db8::1").reason())
        .isEqualTo(SourceReason.DESTINATION_IP_IN_CONFIGURED_NON_MASQUERADE_RANGE);
    assertThat(source(told, "2001:db9::1")).isEqualTo(Source.NODE);
    assertThat(source(told, "fe80::1")).isEqualTo(Source.POD);
    assertThat(trace(told, "fe80::1").parts().get(0).range()).isEqualTo("fe80::/10");

    SubjectFixture linkLocal = standard().agent("--enable-ipv6").config("masqLinkLocalIPv6: true");
    assertThat(source(linkLocal, "fe80::1")).isEqualTo(Source.NODE);
    assertThat(source(standard().agent().config("masqLinkLocalIPv6: true"), "fe80::1"))
        .isEqualTo(Source.POD);
  }

  @Test
  void anIpv6RangeWithoutTheFlagIsRejected() {
    SubjectFixture subject = standard().agent().config("nonMasqueradeCIDRs: ['::/0']");

    assertThat(source(subject, "10.1.0.1")).isEqualTo(Source.UNKNOWN);
    assertThat(subject.egress().problems())
        .containsExactly(
            new Problem(
                Part.IP_MASQ_AGENT_CONFIG,
                "refused",
                "the agent refuses the whole configuration and keeps its earlier rules, if it has"
                    + " any: nonMasqueradeCIDRs[0]: \"::/0\" is IPv6, which needs the flag"
                    + " --enable-ipv6"));
  }

  @Test
  void anAccidentIsAProblemOfItsOwn() {
    SubjectFixture subject = standard().agent().config("nonMasqueradeCIDRs: [10.0.0.0/8, ~]");

    assertThat(source(subject, "10.1.0.1")).isEqualTo(Source.UNKNOWN);
    assertThat(subject.egress().problems())
        .containsExactly(
            new Problem(
                Part.IP_MASQ_AGENT_CONFIG,
                "unclear",
                "it is not known how the agent reads the configuration: nonMasqueradeCIDRs[1]: a"
                    + " null entry leaves a range of the default list in its place, or none"));
    assertThat(trace(subject, "10.1.0.1").unknown())
        .extracting(UnknownPart::part)
        .containsExactly(Part.IP_MASQ_AGENT_CONFIG);
  }

  @Test
  void whereTheConfigurationIsRejectedIpv6IsStillLeftAlone() {
    SubjectFixture subject = standard().agent().config("masqLinkLocal: maybe");

    assertThat(source(subject, "2001:db8::1")).isEqualTo(Source.POD);
    assertThat(source(standard().agent("--enable-ipv6").config("x: ["), "2001:db8::1"))
        .isEqualTo(Source.UNKNOWN);
  }

  @Test
  void misspeltKeysAreIgnoredAndSaid() {
    SubjectFixture subject =
        standard().agent().config("nonMasqCIDRs: [1.0.0.0/8]\nmasqLinkLocl: true\n");

    assertThat(source(subject, "1.0.0.1")).isEqualTo(Source.NODE);
    assertThat(subject.egress().problems())
        .containsExactly(
            new Problem(
                Part.IP_MASQ_AGENT_CONFIG,
                "unknown-key",
                "the agent does not know the key \"masqLinkLocl\" and ignores it (did you mean"
                    + " masqLinkLocal?)"),
            new Problem(
                Part.IP_MASQ_AGENT_CONFIG,
                "unknown-key",
                "the agent does not know the key \"nonMasqCIDRs\" and ignores it"));
  }

  @Test
  void withoutTheAgentThePodAddressIsKeptWhereDefaultSnatIsDisabled() {
    SubjectFixture subject =
        standard()
            .noAgent()
            .noConfig()
            .inCluster("networkConfig", "{defaultSnatStatus: {disabled: true}}");
    SourceTrace trace = trace(subject, "8.8.8.8");

    assertThat(trace.source()).isEqualTo(Source.POD);
    assertThat(trace.reason()).isEqualTo(SourceReason.DEFAULT_SNAT_DISABLED);
    assertThat(trace.parts().get(0).range()).isNull();
    assertThat(trace(subject, "::1").reason()).isEqualTo(SourceReason.NO_MASQUERADING_FOR_IPV6);
    assertThat(subject.egress().network().nonMasqueradeSource()).isEqualTo(Derived.value("none"));
    assertThat(subject.egress().network().nonMasqueradeCidrs())
        .isEqualTo(Derived.value(List.of("0.0.0.0/0")));
  }

  @Test
  void theAgentMakesTheDefaultSnatSwitchMeaningless() {
    SubjectFixture subject =
        standard()
            .agent()
            .noConfig()
            .inCluster("networkConfig", "{defaultSnatStatus: {disabled: true}}");

    assertThat(source(subject, "8.8.8.8")).isEqualTo(Source.NODE);
  }

  @Test
  void withoutTheAgentTheNodesOwnRulesHold() {
    SubjectFixture subject = standard().noAgent().noConfig();

    assertThat(source(subject, "10.1.0.1")).isEqualTo(Source.POD);
    assertThat(source(subject, "8.8.8.8")).isEqualTo(Source.NODE);
    assertThat(source(subject, "2001:db8::1")).isEqualTo(Source.POD);
    assertThat(subject.egress().network().nonMasqueradeSource())
        .isEqualTo(Derived.value("default"));
    assertThat(subject.egress().problems()).isEmpty();
  }

  @Test
  void anUnseenConfigMapLeavesAllIpv4Open() {
    SubjectFixture subject =
        standard().agent().unknown("ipMasqAgentConfig", "RBAC_DENIED", "grant it");
    SourceTrace trace = trace(subject, "10.1.0.1");

    assertThat(trace.source()).isEqualTo(Source.UNKNOWN);
    assertThat(trace.unknown()).extracting(UnknownPart::help).containsExactly("grant it");
    assertThat(source(subject, "::1")).isEqualTo(Source.POD);
    assertThat(subject.egress().problems()).isEmpty();
  }

  @Test
  void anUnseenDaemonSetLeavesEverythingOpen() {
    SubjectFixture subject =
        standard()
            .config("nonMasqueradeCIDRs: [10.0.0.0/9]")
            .unknown("ipMasqAgentDaemonSet", "NOT_READ", "set WITH_COMPOSER_1");

    for (String destination : List.of("10.1.0.1", "10.200.0.1", "8.8.8.8", "2001:db8::1")) {
      assertThat(source(subject, destination)).isEqualTo(Source.UNKNOWN);
    }
    assertThat(trace(subject, "10.200.0.1").unknown())
        .extracting(UnknownPart::help)
        .containsExactly("set WITH_COMPOSER_1");
    assertThat(subject.egress().network().nonMasqueradeCidrs().obstacles()).hasSize(1);
    assertThat(subject.egress().network().nonMasqueradeSource().obstacles()).hasSize(1);
  }

  @Test
  void whereBothAreUnseenDefaultSnatDecidesToo() {
    SubjectFixture subject =
        SubjectFixture.of("composer-1.20.12-airflow-2.4.3")
            .noAgent()
            .noConfig()
            .unknown("cluster", "PERMISSION_DENIED", "grant container.clusters.get");

    assertThat(source(subject, "10.1.0.1")).isEqualTo(Source.POD);
    SourceTrace trace = trace(subject, "8.8.8.8");
    assertThat(trace.source()).isEqualTo(Source.UNKNOWN);
    assertThat(trace.unknown())
        .extracting(UnknownPart::help)
        .containsExactly("grant container.clusters.get");
  }

  @Test
  void flagsThatAreUnknownLeaveOpenOnlyWhatTheyDecide() {
    SubjectFixture subject = standard().agent("sh", "-c", "exec /ip-masq-agent $FLAGS").noConfig();

    assertThat(source(subject, "10.1.0.1")).isEqualTo(Source.POD);
    assertThat(source(subject, "100.64.0.1")).isEqualTo(Source.UNKNOWN);
    assertThat(source(subject, "8.8.8.8")).isEqualTo(Source.NODE);
    assertThat(source(subject, "2001:db8::1")).isEqualTo(Source.UNKNOWN);
    assertThat(source(subject, "fe80::1")).isEqualTo(Source.POD);
    assertThat(trace(subject, "100.64.0.1").unknown())
        .extracting(UnknownPart::help)
        .containsExactly(AgentScenarios.FLAGS_UNKNOWN.help());
  }

  @Test
  void aProblemThatDependsOnUnseenFlagsIsNotAsserted() {
    SubjectFixture subject =
        standard().agent("sh", "-c", "agent $FLAGS").config("nonMasqueradeCIDRs: ['::/0']\nx: y");
    assertThat(subject.egress().problems()).isEmpty();

    SubjectFixture always =
        standard().agent("sh", "-c", "agent $FLAGS").config("nonMasqueradeCIDRs: [x]");
    assertThat(always.egress().problems()).extracting(Problem::code).containsExactly("refused");
  }
}

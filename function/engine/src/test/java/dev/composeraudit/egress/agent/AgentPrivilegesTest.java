package dev.composeraudit.egress.agent;

import static dev.composeraudit.egress.agent.AgentFixture.IMAGE;
import static dev.composeraudit.egress.agent.AgentFixture.READY;
import static dev.composeraudit.egress.agent.AgentFixture.cluster;
import static dev.composeraudit.egress.agent.AgentFixture.daemonSet;
import static dev.composeraudit.egress.agent.AgentFixture.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.SubjectFixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether an agent can change the rules of its node. */
final class AgentPrivilegesTest {
  private static final String STORED =
      "hostNetwork: true, volumes: [{name: c, configMap: {name: ip-masq-agent, items: [{key:"
          + " config, path: ip-masq-agent}]}}]";
  private static final String MOUNTS = "volumeMounts: [{name: c, mountPath: '/etc/config'}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        STORED
            + " | securityContext: {privileged: true}, "
            + MOUNTS
            + " | metadata: {uid: 0a1b} | NODE",
        STORED + " | " + MOUNTS + " | metadata: {uid: 0a1b} | UNKNOWN",
        STORED + " | securityContext: {}, " + MOUNTS + " | metadata: {uid: 0a1b} | UNKNOWN",
        "x: 1 | x: 1 | metadata: {name: ip-masq-agent} | NODE",
        "x: 1 | x: 1 | metadata: {uid: 0a1b} | UNKNOWN",
        "hostNetwork: false | x: 1 | metadata: {} | UNKNOWN",
        "hostNetwork: null | x: 1 | metadata: {} | UNKNOWN",
        "x: 1 | securityContext: {privileged: true} | metadata: {} | NODE",
        "x: 1 | securityContext: {runAsUser: 0} | metadata: {} | NODE",
        "x: 1 | securityContext: {capabilities: {drop: [ALL], add: [NET_ADMIN, NET_RAW]}}"
            + " | metadata: {} | NODE",
        "x: 1 | securityContext: {capabilities: {drop: [ALL], add: [NET_RAW]}} | metadata: {}"
            + " | UNKNOWN",
        "x: 1 | securityContext: {privileged: false} | metadata: {} | UNKNOWN"
      })
  void theSourceIsUnknownIfItMayNotChangeItsNode(
      String podSpec, String container, String metadata, Source source) {
    SubjectFixture subject = agent(podSpec, container, metadata + ", " + READY);

    assertThat(source(subject)).isEqualTo(source);
    assertThat(subject.egress().problems().isEmpty()).isEqualTo(source == Source.NODE);
  }

  /** Capabilities help root alone, and iptables may open a raw socket. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x: 1 | securityContext: {privileged: true, runAsUser: 0} | NODE",
        "x: 1 | securityContext: {privileged: true, runAsUser: 1000} | UNKNOWN",
        "x: 1 | securityContext: {privileged: true, runAsNonRoot: true} | UNKNOWN",
        "x: 1 | securityContext: {privileged: true, runAsNonRoot: false} | NODE",
        "securityContext: {runAsUser: 65534} | x: 1 | UNKNOWN",
        "securityContext: {runAsNonRoot: true} | x: 1 | UNKNOWN",
        "securityContext: {runAsUser: 65534} | securityContext: {runAsUser: 0} | NODE",
        "securityContext: {runAsNonRoot: true} | securityContext: {runAsNonRoot: false} | NODE",
        "hostUsers: false | x: 1 | UNKNOWN",
        "hostUsers: true | x: 1 | NODE",
        "x: 1 | securityContext: {capabilities: {add: [NET_ADMIN]}} | NODE",
        "x: 1 | securityContext: {capabilities: {add: [NET_ADMIN], drop: [ALL]}} | UNKNOWN",
        "x: 1 | securityContext: {capabilities: {add: [NET_ADMIN], drop: [NET_RAW]}} | UNKNOWN",
        "x: 1 | securityContext: {capabilities: {add: [ALL], drop: [NET_ADMIN]}} | UNKNOWN",
        "x: 1 | securityContext: {capabilities: {add: [net_admin], drop: [net_raw]}} | UNKNOWN",
        "x: 1 | securityContext: {capabilities: {add: [NET_ADMIN], drop: [all]}} | UNKNOWN",
        "runtimeClassName: gvisor | securityContext: {privileged: true} | UNKNOWN",
        "x: 1 | securityContext: {capabilities: {add: [CAP_NET_ADMIN, CAP_NET_RAW], drop: [ALL]}}"
            + " | NODE",
        "x: 1 | securityContext: {privileged: true, capabilities: {drop: [NET_RAW]}} | NODE"
      })
  void theSourceIsUnknownIfItMayNotBeAbleToWriteRules(
      String podSpec, String container, Source source) {
    SubjectFixture subject = agent(podSpec, container, READY);

    assertThat(source(subject)).isEqualTo(source);
    assertThat(subject.egress().problems()).isEmpty();
  }

  private static SubjectFixture agent(String podSpec, String container, String others) {
    return cluster(daemonSet(IMAGE + ", " + container, podSpec, others));
  }
}

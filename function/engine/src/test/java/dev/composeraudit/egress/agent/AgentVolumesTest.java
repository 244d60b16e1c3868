package dev.composeraudit.egress.agent;

import static dev.composeraudit.egress.agent.AgentFixture.IMAGE;
import static dev.composeraudit.egress.agent.AgentFixture.READY;
import static dev.composeraudit.egress.agent.AgentFixture.cluster;
import static dev.composeraudit.egress.agent.AgentFixture.daemonSet;
import static dev.composeraudit.egress.agent.AgentFixture.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.egress.Problem;
import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.SubjectFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether the file that an agent reads is its ConfigMap. */
final class AgentVolumesTest {
  private static final String ITEMS = "items: [{key: config, path: ip-masq-agent}]";
  private static final String MOUNT = "{name: c, mountPath: '/etc/config'}";

  /** A document by hand may leave the volumes out; a cluster that stores none mounts none. */
  @Test
  void aStoredAgentWithoutVolumesDoesNotReadTheConfigMap() {
    String container = IMAGE + ", securityContext: {privileged: true}";
    SubjectFixture subject =
        cluster(daemonSet(container, "hostNetwork: true", "metadata: {uid: 0a1b}, " + READY));

    assertThat(source(subject)).isEqualTo(Source.POD);
    assertThat(subject.egress().problems()).extracting(Problem::code).contains("nobody-reads");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "configMap: {name: ip-masq-agent, " + ITEMS + "} | NODE",
        "configMap: {name: other, " + ITEMS + "} | UNKNOWN",
        "configMap: {name: ip-masq-agent, items: [{key: config, path: './ip-masq-agent'}]} | NODE",
        "configMap: {name: ip-masq-agent} | POD",
        "configMap: {name: ip-masq-agent, items: [{key: config, path: config}]} | POD",
        "emptyDir: {} | UNKNOWN"
      })
  void theFileIsWhatIsMounted(String volume, Source source) {
    SubjectFixture subject = agent(MOUNT, volume);

    assertThat(source(subject)).isEqualTo(source);
    assertThat(subject.egress().problems().isEmpty()).isEqualTo(source == Source.NODE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        MOUNT + " | NODE",
        "{name: c, mountPath: '/etc/config/'}, {name: d, mountPath: '/etc/configs'} | NODE",
        "{name: c, mountPath: '/etc//config'} | NODE",
        "{name: c, mountPath: '/etc/./config/'} | NODE",
        "{name: d, mountPath: '/etc/x/../config/ip-masq-agent'} | UNKNOWN",
        "{name: d, mountPath: '/'} | UNKNOWN",
        "{name: d, mountPath: '/etc'}, " + MOUNT + " | NODE",
        "{name: c, mountPath: '/etc/config', subPathExpr: '$(X)'} | UNKNOWN",
        "{name: c, mountPath: '/etc/config', subPath: x} | UNKNOWN",
        "{name: d, mountPath: '/etc'} | UNKNOWN",
        MOUNT + ", {name: d, mountPath: '/etc/config/ip-masq-agent'," + " subPath: x} | UNKNOWN",
        MOUNT + ", {name: d, mountPath: '/etc/config'} | UNKNOWN"
      })
  void whatIsMountedOverTheFileHidesIt(String mounts, Source source) {
    SubjectFixture subject = agent(mounts, "configMap: {name: ip-masq-agent, " + ITEMS + "}");

    assertThat(source(subject)).isEqualTo(source);
  }

  /** A running Pod keeps what it had when a ConfigMap that it needs is deleted. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ITEMS + " | UNKNOWN | UNKNOWN",
        "optional: false, " + ITEMS + " | UNKNOWN | UNKNOWN",
        "optional: true, " + ITEMS + " | POD | POD",
        "x: 1 | UNKNOWN | POD",
        "optional: true | POD | POD"
      })
  void theSourceIsUnknownIfAConfigMapThatItNeedsIsAbsent(
      String configMap, Source withoutConfigMap, Source withoutKey) {
    SubjectFixture subject =
        agent(MOUNT, "configMap: {name: ip-masq-agent, %s}".formatted(configMap)).noConfig();

    assertThat(source(subject)).isEqualTo(withoutConfigMap);
    assertThat(subject.egress().problems()).isEmpty();
    assertThat(source(subject.part("ipMasqAgentConfig", "{data: {other: x}}")))
        .isEqualTo(withoutKey);
  }

  private static SubjectFixture agent(String mounts, String volume) {
    String container = IMAGE + ", volumeMounts: [" + mounts + "]";
    return cluster(daemonSet(container, "volumes: [{name: c, " + volume + "}]", READY));
  }
}

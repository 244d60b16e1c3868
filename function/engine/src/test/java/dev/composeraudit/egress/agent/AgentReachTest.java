package dev.composeraudit.egress.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.egress.Destination;
import dev.composeraudit.egress.Problem;
import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.SubjectFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an agent counts as running, and in which image, chain and volume. */
final class AgentReachTest {
  private static final String READY =
      "status: {desiredNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 3}";
  private static final String STORED =
      "hostNetwork: true, volumes: [{name: c, configMap: {name: ip-masq-agent, items: [{key:"
          + " config, path: ip-masq-agent}]}}]";
  private static final String MOUNTS = "volumeMounts: [{name: c, mountPath: '/etc/config'}]";
  private static final String IMAGE = "image: 'gke.gcr.io/ip-masq-agent:v2.12.6'";

  /** A cluster whose agent has the list 10.1.0.0/16. */
  private static SubjectFixture cluster(String daemonSet) {
    return SubjectFixture.standard("10.0.0.0/20", "192.168.0.0/16", "")
        .agentDaemonSet(daemonSet, List.of("--masq-chain=IP-MASQ"))
        .config("nonMasqueradeCIDRs: [10.1.0.0/16]");
  }

  private static SubjectFixture agent(String podSpec, String more) {
    return cluster(
        "{spec: {template: {spec: {containers: [{%s}], %s}}}, %s}".formatted(IMAGE, podSpec, more));
  }

  private static Source source(SubjectFixture subject) {
    return subject.egress().trace(Destination.parse("10.200.0.1")).source();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status: {desiredNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 3} | NODE",
        "metadata: {generation: 2}, status: {observedGeneration: 2, desiredNumberScheduled: 1,"
            + " numberReady: 1, updatedNumberScheduled: 1} | NODE",
        "metadata: {} | NODE",
        "metadata: {uid: 0a1b} | UNKNOWN",
        "metadata: {resourceVersion: '17'} | UNKNOWN",
        "status: null | UNKNOWN",
        "status: {} | UNKNOWN",
        "status: {desiredNumberScheduled: 0, numberReady: 0} | UNKNOWN",
        "status: {desiredNumberScheduled: 3, numberReady: 2, updatedNumberScheduled: 3} | UNKNOWN",
        "status: {desiredNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 1} | UNKNOWN",
        "status: {desiredNumberScheduled: 3, numberReady: 3} | UNKNOWN",
        "status: {desiredNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 3,"
            + " numberUnavailable: 1} | UNKNOWN",
        "status: {desiredNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 3,"
            + " numberAvailable: 3} | NODE",
        "status: {desiredNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 3,"
            + " numberAvailable: 2} | UNKNOWN",
        "metadata: {deletionTimestamp: '2026-11-23T00:00:00Z'}, status: {desiredNumberScheduled: 3,"
            + " numberReady: 3, updatedNumberScheduled: 3} | UNKNOWN",
        "metadata: {generation: 3}, status: {observedGeneration: 2, desiredNumberScheduled: 1,"
            + " numberReady: 1, updatedNumberScheduled: 1} | UNKNOWN",
        "metadata: {name: another}, status: {desiredNumberScheduled: 1, numberReady: 1,"
            + " updatedNumberScheduled: 1} | UNKNOWN",
        "metadata: {namespace: default} | UNKNOWN"
      })
  void theStatusSaysWhetherItRunsEverywhere(String more, Source source) {
    assertThat(source(agent("x: 1", more))).isEqualTo(source);
  }

  @Test
  void anAnswerSaysThatTheAgentIsOnlyTakenToRun() {
    String note =
        "the agent's DaemonSet in the document has no status: it is assumed that the agent runs"
            + " on every node";

    assertThat(notes(agent("x: 1", "metadata: {}"))).containsExactly(note);
    assertThat(notes(agent("x: 1", READY))).isEmpty();
    assertThat(notes(agent("x: 1", "metadata: {uid: 0a1b}"))).isEmpty();
  }

  private static List<String> notes(SubjectFixture subject) {
    return subject.egress().trace(Destination.parse("10.200.0.1")).notes();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nodeSelector: {'kubernetes.io/os': linux} | {} | NODE",
        "nodeSelector: {'beta.kubernetes.io/os': linux} | {} | NODE",
        "nodeSelector: {pool: a} | {} | UNKNOWN",
        "nodeSelector: {pool: a} | {config: {labels: {pool: a}}} | NODE",
        "nodeSelector: {pool: a} | {config: {labels: {pool: b}}} | UNKNOWN",
        "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {}}} | {}"
            + " | UNKNOWN",
        "affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}} | {}"
            + " | NODE",
        "x: 1 | {config: {taints: [{key: k, value: v, effect: NO_SCHEDULE}]}} | UNKNOWN",
        "x: 1 | {config: {taints: [{key: k, value: v, effect: NO_EXECUTE}]}} | UNKNOWN",
        "x: 1 | {config: {taints: [{key: k, value: v, effect: PREFER_NO_SCHEDULE}]}} | NODE",
        "x: 1 | {config: {taints: [{key: k, value: v, effect: 99}]}} | UNKNOWN",
        "tolerations: [{operator: Exists}] | {config: {taints: [{key: k, value: v, effect:"
            + " NO_SCHEDULE}]}} | NODE",
        "tolerations: [{operator: Exists, effect: NoSchedule}] | {config: {taints: [{key: k,"
            + " value: v, effect: NO_EXECUTE}]}} | UNKNOWN",
        "tolerations: [{key: k, operator: Exists}] | {config: {taints: [{key: k, value: v, effect:"
            + " NO_EXECUTE}]}} | NODE",
        "tolerations: [{key: k, value: v}] | {config: {taints: [{key: k, value: v, effect:"
            + " NO_SCHEDULE}]}} | NODE",
        "tolerations: [{key: k, value: w}] | {config: {taints: [{key: k, value: v, effect:"
            + " NO_SCHEDULE}]}} | UNKNOWN",
        "tolerations: [{key: k, value: v, effect: NoExecute, tolerationSeconds: 60}] | {config:"
            + " {taints: [{key: k, value: v, effect: NO_EXECUTE}]}} | UNKNOWN",
        "tolerations: [{operator: Equal, value: v}] | {config: {taints: [{key: k, value: v, effect:"
            + " NO_SCHEDULE}]}} | UNKNOWN",
        "tolerations: [{key: other, operator: Exists}] | {config: {taints: [{key: k, value: v,"
            + " effect: NO_SCHEDULE}]}} | UNKNOWN"
      })
  void nodesThatItIsKeptFromLeaveEverythingOpen(String podSpec, String pool, Source source) {
    assertThat(source(agent(podSpec, READY).inCluster("nodePools", "[" + pool + "]")))
        .isEqualTo(source);
  }

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
  void anAgentThatMayNotChangeItsNodeLeavesEverythingOpen(
      String podSpec, String container, String metadata, Source source) {
    SubjectFixture subject =
        cluster(
            "{%s, spec: {template: {spec: {%s, containers: [{%s, %s}]}}}, %s}"
                .formatted(metadata, podSpec, IMAGE, container, READY));

    assertThat(source(subject)).isEqualTo(source);
    assertThat(subject.egress().problems().isEmpty()).isEqualTo(source == Source.NODE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image: 'x/ip-masq-agent:v2.12.6' | --v=2 --logtostderr | NODE",
        "image: 'registry.example:5000/mirror/masq@sha256:0a1b' | --v=2 | NODE",
        "x: 1 | --v=2 | NODE",
        "image: 'busybox:1.36' | --v=2 | UNKNOWN",
        "image: 'registry.example/nginx@sha256:0a1b' | --v=2 | UNKNOWN",
        // A mirror may rename images, and then nothing tells which program runs.
        "image: 'registry.example/mirror/gke-addon-17:v2.12.6' | --v=2 | UNKNOWN",
        "image: 'registry.example/mirror/gke-addon-17@sha256:masq' | --v=2 | UNKNOWN",
        "image: 'registry.example/IP-Masq/agent:v2.12.6' | --v=2 | NODE",
        "image: 'x/ip-masq-agent:v2.12.6' | --frobnicate | UNKNOWN",
        "image: 'x/ip-masq-agent:v2.12.6' | --version | UNKNOWN",
        "image: 'x/ip-masq-agent:v2.12.6' | --masq-chain=OURS | NODE",
        "image: 'x/ip-masq-agent:v2.12.6' | --masq-chain= | UNKNOWN",
        "image: 'x/ip-masq-agent:v2.12.6' | --masq-chain=POSTROUTING | UNKNOWN",
        "image: 'x/ip-masq-agent:v2.12.6' | --masq-chain=A-NAME-OF-MORE-THAN-28-LETTERS | UNKNOWN",
        "image: 'x/ip-masq-agent:v2.12.6' | --enable-ipv6=maybe | UNKNOWN"
      })
  void aProgramThatIsNotKnownToRunLeavesEverythingOpen(
      String image, String argument, Source source) {
    List<String> arguments = new ArrayList<>(List.of("--masq-chain=IP-MASQ"));
    arguments.addAll(List.of(argument.split(" ")));
    SubjectFixture subject =
        SubjectFixture.standard("10.0.0.0/20", "192.168.0.0/16", "")
            .agentDaemonSet(
                "{spec: {template: {spec: {containers: [{%s}]}}}, %s}".formatted(image, READY),
                arguments)
            .config("nonMasqueradeCIDRs: [10.1.0.0/16]");

    assertThat(source(subject)).isEqualTo(source);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "['/ip-masq-agent'] | NODE",
        "['/usr/local/bin/ip-masq-agent-amd64'] | NODE",
        "[sh, '-c', 'exec /ip-masq-agent --masq-chain=IP-MASQ'] | NODE",
        "[sleep, infinity] | UNKNOWN",
        "['/pause'] | UNKNOWN",
        "[sh, '-c', 'sleep 3600'] | UNKNOWN",
        "['/bin/sh', '/start.sh'] | UNKNOWN"
      })
  void aCommandThatDoesNotNameTheAgentLeavesEverythingOpen(String command, Source source) {
    String container = IMAGE + ", command: " + command;
    SubjectFixture subject =
        cluster("{spec: {template: {spec: {containers: [{%s}]}}}, %s}".formatted(container, READY));

    assertThat(source(subject)).isEqualTo(source);
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
        "x: 1 | securityContext: {capabilities: {add: [CAP_NET_ADMIN, CAP_NET_RAW], drop: [ALL]}}"
            + " | NODE",
        "x: 1 | securityContext: {privileged: true, capabilities: {drop: [NET_RAW]}} | NODE"
      })
  void anAgentThatMayNotBeAbleToWriteRulesLeavesEverythingOpen(
      String podSpec, String container, Source source) {
    SubjectFixture subject =
        cluster(
            "{spec: {template: {spec: {%s, containers: [{%s, %s}]}}}, %s}"
                .formatted(podSpec, IMAGE, container, READY));

    assertThat(source(subject)).isEqualTo(source);
    assertThat(subject.egress().problems()).isEmpty();
  }

  /** A document by hand may leave the volumes out; a cluster that stores none mounts none. */
  @Test
  void aStoredAgentWithoutVolumesDoesNotReadTheConfigMap() {
    String podSpec = "hostNetwork: true, containers: [{%s, securityContext: {privileged: true}}]";
    SubjectFixture subject =
        cluster(
            "{metadata: {uid: 0a1b}, spec: {template: {spec: {%s}}}, %s}"
                .formatted(podSpec.formatted(IMAGE), READY));

    assertThat(source(subject)).isEqualTo(Source.POD);
    assertThat(subject.egress().problems()).extracting(Problem::code).contains("nobody-reads");
  }

  @Test
  void theNumberOfNodesIsCompared() {
    assertThat(source(agent("x: 1", READY).inCluster("currentNodeCount", "4")))
        .isEqualTo(Source.UNKNOWN);
    assertThat(source(agent("x: 1", READY).inCluster("currentNodeCount", "3")))
        .isEqualTo(Source.NODE);
    assertThat(source(agent("nodeSelector: {pool: a}", READY).inCluster("currentNodeCount", "3")))
        .isEqualTo(Source.NODE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{configMap: {name: ip-masq-agent, items: [{key: config, path: ip-masq-agent}]}} | NODE",
        "{configMap: {name: other, items: [{key: config, path: ip-masq-agent}]}} | UNKNOWN",
        "{configMap: {name: ip-masq-agent}} | POD",
        "{configMap: {name: ip-masq-agent, items: [{key: config, path: config}]}} | POD",
        "{emptyDir: {}} | UNKNOWN"
      })
  void theFileIsWhatIsMounted(String volume, Source source) {
    SubjectFixture subject =
        cluster(
            ("{spec: {template: {spec: {containers: [{%s, volumeMounts: [{name: config, mountPath:"
                    + " '/etc/config'}]}], volumes: [{name: config, %s]}}}}")
                .formatted(IMAGE, volume.substring(1)));

    assertThat(source(subject)).isEqualTo(source);
    assertThat(subject.egress().problems().isEmpty()).isEqualTo(source == Source.NODE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: c, mountPath: '/etc/config'} | NODE",
        "{name: c, mountPath: '/etc/config/'}, {name: d, mountPath: '/etc/configs'} | NODE",
        "{name: d, mountPath: '/etc'}, {name: c, mountPath: '/etc/config'} | NODE",
        "{name: c, mountPath: '/etc/config', subPathExpr: '$(X)'} | UNKNOWN",
        "{name: c, mountPath: '/etc/config', subPath: x} | UNKNOWN",
        "{name: d, mountPath: '/etc'} | UNKNOWN",
        "{name: c, mountPath: '/etc/config'}, {name: d, mountPath: '/etc/config/ip-masq-agent',"
            + " subPath: x} | UNKNOWN",
        "{name: c, mountPath: '/etc/config'}, {name: d, mountPath: '/etc/config'} | UNKNOWN"
      })
  void whatIsMountedOverTheFileHidesIt(String mounts, Source source) {
    String volume =
        "{name: c, configMap: {name: ip-masq-agent, items: [{key: config, path: ip-masq-agent}]}}";
    SubjectFixture subject =
        cluster(
            "{spec: {template: {spec: {containers: [{%s, volumeMounts: [%s]}], volumes: [%s]}}}}"
                .formatted(IMAGE, mounts, volume));

    assertThat(source(subject)).isEqualTo(source);
  }

  /** A running Pod keeps what it had when a ConfigMap that it needs is deleted. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "items: [{key: config, path: ip-masq-agent}] | UNKNOWN",
        "optional: false, items: [{key: config, path: ip-masq-agent}] | UNKNOWN",
        "optional: true, items: [{key: config, path: ip-masq-agent}] | POD",
        "x: 1 | UNKNOWN",
        "optional: true | POD"
      })
  void anAgentThatNeedsAConfigMapWhichIsNotThereLeavesEverythingOpen(
      String configMap, Source source) {
    SubjectFixture subject =
        cluster(
                ("{spec: {template: {spec: {containers: [{%s, volumeMounts: [{name: c, mountPath:"
                        + " '/etc/config'}]}], volumes: [{name: c, configMap: {name:"
                        + " ip-masq-agent, %s}}]}}}, %s}")
                    .formatted(IMAGE, configMap, READY))
            .noConfig();

    assertThat(source(subject)).isEqualTo(source);
    assertThat(subject.egress().problems()).isEmpty();
    assertThat(source(subject.part("ipMasqAgentConfig", "{data: {other: x}}")))
        .isEqualTo(
            configMap.contains("optional: true") || configMap.equals("x: 1")
                ? Source.POD
                : Source.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2.0.2", "v2.2.1"})
  void anImageThatDoesNotKnowItsFlagDoesNotRun(String tag) {
    SubjectFixture subject =
        SubjectFixture.standard("10.0.0.0/20", "192.168.0.0/16", "")
            .agentDaemonSet(
                "{spec: {template: {spec: {containers: [{image: 'x/ip-masq-agent-amd64:%s'}]}}}}"
                    .formatted(tag),
                List.of("--masq-chain=IP-MASQ", "--nomasq-all-reserved-ranges"))
            .noConfig();

    assertThat(source(subject)).isEqualTo(Source.UNKNOWN);
  }

  @Test
  void anImageThatDoesNotShowItsVersionIsOpenOnlyWhereThatMatters() {
    String daemonSet = "{spec: {template: {spec: {containers: [{image: 'x/masq:latest'}]}}}}";
    SubjectFixture subject =
        SubjectFixture.standard("10.0.0.0/20", "192.168.0.0/16", "")
            .agentDaemonSet(
                daemonSet, List.of("--masq-chain=IP-MASQ", "--nomasq-all-reserved-ranges"))
            .noConfig();

    assertThat(source(subject)).isEqualTo(Source.POD);
    assertThat(subject.egress().trace(Destination.parse("100.64.0.1")).source())
        .isEqualTo(Source.UNKNOWN);
    assertThat(source(subject.config("nonMasqueradeCIDRs: []"))).isEqualTo(Source.NODE);
    String many = "nonMasqueradeCIDRs: [" + "10.1.0.0/16,".repeat(65) + "]\ncidrLimit: 100";
    assertThat(source(subject.config(many))).isEqualTo(Source.UNKNOWN);
  }

  @Test
  void aDocumentThatShowsNoContainerLeavesTheFlagsOpen() {
    SubjectFixture subject =
        SubjectFixture.standard("10.0.0.0/20", "192.168.0.0/16", "")
            .part("ipMasqAgentDaemonSet", "{spec: {}, " + READY + "}")
            .noConfig();

    assertThat(source(subject)).isEqualTo(Source.POD);
    assertThat(subject.egress().trace(Destination.parse("100.64.0.1")).source())
        .isEqualTo(Source.UNKNOWN);
  }

  @Test
  void inAChainOfItsOwnOnlyWhatBothChainsSayIsCertain() {
    SubjectFixture subject =
        SubjectFixture.standard("10.0.0.0/20", "192.168.0.0/16", "")
            .agentDaemonSet(
                "{spec: {template: {spec: {containers: [{%s}]}}}}".formatted(IMAGE), List.of())
            .config("nonMasqueradeCIDRs: [10.1.0.0/16, 35.100.0.0/16]");

    assertThat(source(subject)).isEqualTo(Source.NODE);
    assertThat(subject.egress().trace(Destination.parse("10.1.0.1")).source())
        .isEqualTo(Source.POD);
    assertThat(subject.egress().trace(Destination.parse("35.100.0.1")).source())
        .isEqualTo(Source.UNKNOWN);
    subject.inCluster("networkConfig", "{defaultSnatStatus: {disabled: true}}");
    assertThat(subject.egress().trace(Destination.parse("35.100.0.1")).source())
        .isEqualTo(Source.POD);
  }
}

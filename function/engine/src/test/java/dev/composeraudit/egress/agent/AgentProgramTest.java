package dev.composeraudit.egress.agent;

import static dev.composeraudit.egress.agent.AgentFixture.IMAGE;
import static dev.composeraudit.egress.agent.AgentFixture.NOTHING;
import static dev.composeraudit.egress.agent.AgentFixture.READY;
import static dev.composeraudit.egress.agent.AgentFixture.cluster;
import static dev.composeraudit.egress.agent.AgentFixture.daemonSet;
import static dev.composeraudit.egress.agent.AgentFixture.source;
import static dev.composeraudit.egress.agent.AgentFixture.withoutAgent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.SubjectFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which program an agent runs, and with which flags. */
final class AgentProgramTest {
  private static final String NO_RESERVED_RANGES = "--nomasq-all-reserved-ranges";

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
        "image: 'registry.example/team_ip_masq:v2.12.6' | --v=2 | NODE",
        "image: 'registry.example/masq-tools/pause:3.9' | --v=2 | UNKNOWN",
        "image: 'registry.example/dnsmasq-nanny:1.2' | --v=2 | UNKNOWN",
        "image: 'registry.example/ip-masq-agent/busybox:1.36' | --v=2 | UNKNOWN",
        "image: 'registry.example/busybox:ip-masq-agent' | --v=2 | UNKNOWN",
        "image: 'x/ip-masq-agent:v2.12.6' | --frobnicate | UNKNOWN",
        "image: 'x/ip-masq-agent:v2.12.6' | --version | UNKNOWN",
        "image: 'x/ip-masq-agent:v2.12.6' | --masq-chain=OURS | NODE",
        "image: 'x/ip-masq-agent:v2.12.6' | --masq-chain= | UNKNOWN",
        "image: 'x/ip-masq-agent:v2.12.6' | --masq-chain=POSTROUTING | UNKNOWN",
        "image: 'x/ip-masq-agent:v2.12.6' | --masq-chain=A-NAME-OF-MORE-THAN-28-LETTERS | UNKNOWN",
        "image: 'x/ip-masq-agent:v2.12.6' | --enable-ipv6=maybe | UNKNOWN",
        // The agent exits at a value of another type, or a missing one.
        "image: 'x/ip-masq-agent:v2.12.6' | --v 2 --stderrthreshold=info --log_dir= | NODE",
        "image: 'x/ip-masq-agent:v2.12.6' | --logtostderr=f --vmodule=a=2,b*=1 --to-ports=1-9 |"
            + " NODE",
        "image: 'x/ip-masq-agent:v2.12.6' | --v=debug | UNKNOWN",
        "image: 'x/ip-masq-agent:v2.12.6' | --v | UNKNOWN",
        "image: 'x/ip-masq-agent:v2.12.6' | --log_dir | UNKNOWN",
        "image: 'x/ip-masq-agent:v2.12.6' | --logtostderr=maybe | UNKNOWN",
        "image: 'x/ip-masq-agent:v2.12.6' | --random-fully=maybe | UNKNOWN",
        "image: 'x/ip-masq-agent:v2.12.6' | --stderrthreshold=all | UNKNOWN",
        "image: 'x/ip-masq-agent:v2.12.6' | --vmodule=2 | UNKNOWN",
        "image: 'x/ip-masq-agent:v2.12.6' | --log_file_max_size=1G | UNKNOWN",
        // Kubernetes puts in the values of the container's variables.
        "env: [{name: F, value: '--help'}] | $(F) | UNKNOWN",
        "env: [{name: F, value: help}] | --$(F) | UNKNOWN",
        "env: [{name: F, value: '--v=2'}] | $(F) | NODE",
        "env: [{name: F, value: '--help'}, {name: F, value: '--v=2'}] | $(F) | NODE",
        "env: [{name: F, valueFrom: {}}] | --v $(F) | NODE"
      })
  void theSourceIsUnknownIfTheProgramIs(String image, String flags, Source source) {
    assertThat(source(cluster(daemonSet(image), flags.split(" ")))).isEqualTo(source);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "['/ip-masq-agent'] => NODE",
        "['/usr/local/bin/ip-masq-agent-amd64'] => NODE",
        "[sh, '-c', 'exec /ip-masq-agent --masq-chain=IP-MASQ'] => NODE",
        "[sleep, infinity] => UNKNOWN",
        "['/pause'] => UNKNOWN",
        "[sh, '-c', 'sleep 3600'] => UNKNOWN",
        "['/bin/sh', '/start.sh'] => UNKNOWN",
        "['/bin/bash', '-ec', '/ip-masq-agent --masq-chain=IP-MASQ'] => NODE",
        "[sh, '-c', '/ip-masq-agent $FLAGS ${MORE}'] => NODE",
        "[sh, '-c', \"exec /ip-masq-agent \\\\\\n --masq-chain=IP-MASQ\"] => NODE",
        "[sh, '-c', 'sleep 9; echo ip-masq-agent'] => UNKNOWN",
        "[sh, '-c', '/ip-masq-agent --help; sleep 1d'] => UNKNOWN",
        "[sh, '-c', '/ip-masq-agent || sleep 1d'] => UNKNOWN",
        "[sh, '-c', '/ip-masq-agent | tee /log'] => UNKNOWN",
        "[sh, '-c', '/ip-masq-agent & sleep 1d'] => UNKNOWN",
        "[sh, '-c', \"/ip-masq-agent --version\\nsleep 1d\"] => UNKNOWN",
        "[sh, '-c', '/ip-masq-agent $(sleep 1d)'] => UNKNOWN",
        "[sh, '-c', '/ip-masq-agent --help'] => UNKNOWN",
        "[sh, '-c', '/ip-masq-agent $FLAGS --frobnicate'] => UNKNOWN",
        "[sh, '-c', '/ip-masq-agent --v $LEVEL'] => NODE",
        "[sh, '-c', 'exec /ip-masq-agent \"$@\"', x, '--v=2'] => NODE",
        "[sh, '-c', 'exec /ip-masq-agent \"$@\"', x, '--help'] => UNKNOWN",
        "[sh, '-c', '/ip-masq-agent \"--help\"'] => UNKNOWN",
        "[bash, '-c', '/ip-masq-agent {--help,}'] => UNKNOWN",
        "[sh, '-nc', '/ip-masq-agent'] => UNKNOWN",
        "['/ip-masq-agent-wait'] => UNKNOWN",
        "[cat, '/etc/config/ip-masq-agent'] => UNKNOWN",
        "['/ip-masq-agent/wait.sh'] => UNKNOWN"
      })
  void theSourceIsUnknownIfTheCommandDoesNotStartTheAgent(String command, Source source) {
    String container = IMAGE + ", command: " + command;

    assertThat(source(cluster(daemonSet(container)))).isEqualTo(source);
  }

  /** With a status the nodes say that the agent runs; without one nothing does. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "args: ['$(F)'] => UNKNOWN",
        "args: ['--v=$(F)'], env: [{name: F, valueFrom: {}}] => UNKNOWN",
        "args: ['--v=$(F)$(G)'], env: [{name: F, value: '1'}, {name: G, value: '2'}] => UNKNOWN",
        "command: [sh, '-c', 'exec /ip-masq-agent $FLAGS'] => UNKNOWN",
        "command: [sh, '-c', 'exec /ip-masq-agent --v $LEVEL'] => UNKNOWN",
        "args: ['--v=$(F)'], env: [{name: F, value: '1'}] => NODE",
        "args: ['--log_dir=$(F)'] => NODE"
      })
  void withoutAStatusAVariableMayBeAnyFlag(String container, Source source) {
    String all = "%s, command: ['/ip-masq-agent'], %s".formatted(IMAGE, container);
    SubjectFixture subject = withoutAgent().config("nonMasqueradeCIDRs: [10.1.0.0/16]");

    String running = daemonSet(all);
    String written = daemonSet(all, NOTHING, NOTHING);

    assertThat(source(subject.part("ipMasqAgentDaemonSet", running))).isEqualTo(Source.NODE);
    assertThat(source(subject.part("ipMasqAgentDaemonSet", written))).isEqualTo(source);
  }

  /** Whoever may write a DaemonSet must not decide how long it takes to read. */
  @ParameterizedTest
  @ValueSource(strings = {"$@ ", "${A}", "--v=2 "})
  void aLongScriptIsUnknownAtOnce(String part) {
    String script = "/ip-masq-agent " + part.repeat(20_000);
    String container = IMAGE + ", command: [sh, '-c', '" + script + "']";

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertThat(source(cluster(daemonSet(container)))).isEqualTo(Source.UNKNOWN));
  }

  @Test
  void aLongValueIsUnknownAtOnce() {
    String flag = "--vmodule=" + "a=11".repeat(20_000) + "!";

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertThat(source(cluster(daemonSet(IMAGE), flag))).isEqualTo(Source.UNKNOWN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2.0.2", "v2.2.1"})
  void anImageThatDoesNotKnowItsFlagDoesNotRun(String tag) {
    String image = "image: 'x/ip-masq-agent-amd64:%s'".formatted(tag);
    SubjectFixture subject = cluster(daemonSet(image), NO_RESERVED_RANGES).noConfig();

    assertThat(source(subject)).isEqualTo(Source.UNKNOWN);
  }

  @Test
  void anImageWithoutAVersionIsUnknownOnlyWhereTheVersionMatters() {
    SubjectFixture subject =
        cluster(daemonSet("image: 'x/masq:latest'"), NO_RESERVED_RANGES).noConfig();

    assertThat(source(subject)).isEqualTo(Source.POD);
    assertThat(source(subject, "100.64.0.1")).isEqualTo(Source.UNKNOWN);
    assertThat(source(subject.config("nonMasqueradeCIDRs: []"))).isEqualTo(Source.NODE);
    String many = "nonMasqueradeCIDRs: [" + "10.1.0.0/16,".repeat(65) + "]\ncidrLimit: 100";
    assertThat(source(subject.config(many))).isEqualTo(Source.UNKNOWN);
  }

  @Test
  void withoutAContainerTheFlagsAreUnknown() {
    SubjectFixture subject =
        withoutAgent().part("ipMasqAgentDaemonSet", "{spec: {}, " + READY + "}").noConfig();

    assertThat(source(subject)).isEqualTo(Source.POD);
    assertThat(source(subject, "100.64.0.1")).isEqualTo(Source.UNKNOWN);
  }

  @Test
  void inAChainOfItsOwnOnlyWhatBothChainsSayIsCertain() {
    SubjectFixture subject =
        withoutAgent()
            .agentDaemonSet(daemonSet(IMAGE), List.of())
            .config("nonMasqueradeCIDRs: [10.1.0.0/16, 35.100.0.0/16]");

    assertThat(source(subject)).isEqualTo(Source.NODE);
    assertThat(source(subject, "10.1.0.1")).isEqualTo(Source.POD);
    assertThat(source(subject, "35.100.0.1")).isEqualTo(Source.UNKNOWN);
    subject.inCluster("networkConfig", "{defaultSnatStatus: {disabled: true}}");
    assertThat(source(subject, "35.100.0.1")).isEqualTo(Source.POD);
  }
}

package dev.composeraudit.egress.agent;

import static dev.composeraudit.egress.agent.AgentFixture.IMAGE;
import static dev.composeraudit.egress.agent.AgentFixture.NOTHING;
import static dev.composeraudit.egress.agent.AgentFixture.READY;
import static dev.composeraudit.egress.agent.AgentFixture.cluster;
import static dev.composeraudit.egress.agent.AgentFixture.daemonSet;
import static dev.composeraudit.egress.agent.AgentFixture.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.egress.Destination;
import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.SubjectFixture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On which nodes an agent counts as running. */
final class AgentNodesTest {
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
        "status: {desiredNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 3,"
            + " currentNumberScheduled: 3} | NODE",
        "status: {desiredNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 3,"
            + " currentNumberScheduled: 0} | UNKNOWN",
        "metadata: {deletionTimestamp: '2026-11-23T00:00:00Z'}, status: {desiredNumberScheduled: 3,"
            + " numberReady: 3, updatedNumberScheduled: 3} | UNKNOWN",
        "metadata: {generation: 3}, status: {observedGeneration: 2, desiredNumberScheduled: 1,"
            + " numberReady: 1, updatedNumberScheduled: 1} | UNKNOWN",
        "metadata: {name: another}, status: {desiredNumberScheduled: 1, numberReady: 1,"
            + " updatedNumberScheduled: 1} | UNKNOWN",
        "metadata: {namespace: default} | UNKNOWN"
      })
  void theStatusSaysWhetherItRunsEverywhere(String more, Source source) {
    assertThat(source(agent(NOTHING, more))).isEqualTo(source);
  }

  /** It is not 0, for which nobody would read the configuration. */
  @Test
  void aNumberThatIsNullIsNotStated() {
    SubjectFixture subject =
        agent(
            NOTHING,
            "status: {desiredNumberScheduled: null, numberReady: 3, updatedNumberScheduled: 3}");

    assertThat(source(subject)).isEqualTo(Source.UNKNOWN);
    assertThat(subject.egress().problems()).isEmpty();
  }

  @Test
  void aNoteSaysThatTheAgentIsAssumedToRun() {
    String note =
        "the agent's DaemonSet in the document has no status: it is assumed that the agent runs"
            + " on every node";

    assertThat(notes(agent(NOTHING, "metadata: {}"))).containsExactly(note);
    assertThat(notes(agent(NOTHING, READY))).isEmpty();
    assertThat(notes(agent(NOTHING, "metadata: {uid: 0a1b}"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nodeSelector: {'kubernetes.io/os': linux} | {} | NODE",
        "nodeSelector: {'beta.kubernetes.io/os': linux} | {} | NODE",
        "nodeName: node-1 | {} | UNKNOWN",
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
  void theSourceIsUnknownIfItMayNotRunOnANode(String podSpec, String pool, Source source) {
    assertThat(source(agent(podSpec, READY).inCluster("nodePools", "[" + pool + "]")))
        .isEqualTo(source);
  }

  @Test
  void theNumberOfNodesIsCompared() {
    assertThat(source(agent(NOTHING, READY).inCluster("currentNodeCount", "4")))
        .isEqualTo(Source.UNKNOWN);
    assertThat(source(agent(NOTHING, READY).inCluster("currentNodeCount", "3")))
        .isEqualTo(Source.NODE);
    assertThat(source(agent("nodeSelector: {pool: a}", READY).inCluster("currentNodeCount", "3")))
        .isEqualTo(Source.NODE);
  }

  private static List<String> notes(SubjectFixture subject) {
    return subject.egress().trace(Destination.parse("10.200.0.1")).notes();
  }

  private static SubjectFixture agent(String podSpec, String others) {
    return cluster(daemonSet(IMAGE, podSpec, others));
  }
}

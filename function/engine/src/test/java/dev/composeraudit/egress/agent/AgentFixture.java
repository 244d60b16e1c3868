package dev.composeraudit.egress.agent;

import dev.composeraudit.egress.Destination;
import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.SubjectFixture;
import java.util.ArrayList;
import java.util.List;

/** Standard clusters whose agent has the list 10.1.0.0/16, and what their destinations see. */
final class AgentFixture {
  /** The status of a DaemonSet that runs on every node. */
  static final String READY =
      "status: {desiredNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 3}";

  /** The member of a container. */
  static final String IMAGE = "image: 'gke.gcr.io/ip-masq-agent:v2.12.6'";

  /** In place of members of a container or a Pod, where a case has none. */
  static final String NOTHING = "x: 1";

  private static final String CHAIN = "--masq-chain=IP-MASQ";

  private AgentFixture() {}

  /** A DaemonSet that runs on every node, with this container alone. */
  static String daemonSet(String container) {
    return daemonSet(container, NOTHING, READY);
  }

  /**
   * A DaemonSet.
   *
   * @param container the members of its only container
   * @param podSpec the members of its Pods' spec besides the containers
   * @param others its members besides the spec
   */
  static String daemonSet(String container, String podSpec, String others) {
    return "{spec: {template: {spec: {containers: [{%s}], %s}}}, %s}"
        .formatted(container, podSpec, others);
  }

  /** The agent runs in GKE's chain, with these flags besides. */
  static SubjectFixture cluster(String daemonSet, String... flags) {
    List<String> arguments = new ArrayList<>(List.of(CHAIN));
    arguments.addAll(List.of(flags));
    return withoutAgent()
        .agentDaemonSet(daemonSet, arguments)
        .config("nonMasqueradeCIDRs: [10.1.0.0/16]");
  }

  /** Neither the agent nor its ConfigMap is known. */
  static SubjectFixture withoutAgent() {
    return SubjectFixture.standard("10.0.0.0/20", "192.168.0.0/16", "");
  }

  /** What an address outside of the agent's list sees. */
  static Source source(SubjectFixture subject) {
    return source(subject, "10.200.0.1");
  }

  static Source source(SubjectFixture subject, String destination) {
    return subject.egress().trace(Destination.parse(destination)).source();
  }
}

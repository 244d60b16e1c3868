package dev.composeraudit.egress.agent;

import com.google.container.v1.Cluster;
import com.google.container.v1.NodePool;
import com.google.container.v1.NodeTaint;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.subject.agent.AgentDaemonSet;
import dev.composeraudit.subject.agent.AgentPlacement;
import dev.composeraudit.subject.agent.AgentRollout;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the agent demonstrably runs on every node. A document that was written by hand may leave
 * the status out: it describes an agent that runs, and answers by it say so.
 */
public final class AgentReach {
  // Every node of a cluster that Composer 1 uses runs Linux.
  private static final List<Map.Entry<String, String>> EVERY_NODE =
      List.of(Map.entry("kubernetes.io/os", "linux"), Map.entry("beta.kubernetes.io/os", "linux"));

  private final AgentDaemonSet daemonSet;
  private final Cluster cluster;

  private AgentReach(AgentDaemonSet daemonSet, Cluster cluster) {
    this.daemonSet = daemonSet;
    this.cluster = cluster;
  }

  /** Why it runs on no node at all; empty if nothing says so. */
  public static Optional<String> absence(AgentDaemonSet daemonSet) {
    List<String> unknown = AgentImage.of(daemonSet.image()).unknownFlags(daemonSet.commandLine());
    if (!unknown.isEmpty()) {
      return Optional.of(
          "the agent exits at once: its image %s does not know %s"
              .formatted(Excerpt.of(daemonSet.image()), String.join(", ", unknown)));
    }
    if (!daemonSet.privileges().hostNetwork()) {
      return Optional.of(
          "the agent's Pods do not use the network of their node (hostNetwork is not true), so"
              + " that they do not change the node's rules");
    }
    if (!daemonSet.privileges().netAdmin()) {
      return Optional.of(
          "the agent's container may not write iptables rules: it has no capability NET_ADMIN");
    }
    return daemonSet
        .rollout()
        .filter(rollout -> rollout.desired() == 0)
        .map(rollout -> "the agent runs on no node: status.desiredNumberScheduled is 0");
  }

  /** Why it may not run on every node of the cluster as it is described; empty if it does. */
  public static Optional<String> doubt(AgentDaemonSet daemonSet, Cluster cluster) {
    return absence(daemonSet).or(new AgentReach(daemonSet, cluster)::doubt);
  }

  private Optional<String> doubt() {
    return foreign()
        .or(daemonSet.privileges()::doubt)
        .or(() -> daemonSet.rollout().flatMap(this::unready))
        .or(this::unselected)
        .or(this::untolerated);
  }

  /** Why it is not known to be the agent, or one that starts. */
  private Optional<String> foreign() {
    if (!AgentImage.mayBeTheAgent(daemonSet.image())) {
      return Optional.of(
          "the image %s of the DaemonSet is not known to be the agent's: it is not named ip-masq-agent"
              .formatted(Excerpt.of(daemonSet.image())));
    }
    if (!AgentCommand.of(daemonSet).mayStartTheAgent()) {
      return Optional.of(
          "the container's command is not known to start ip-masq-agent and nothing else, so that"
              + " the agent may not run: "
              + Excerpt.of(String.join(" ", daemonSet.commandLine())));
    }
    return AgentCommand.of(daemonSet)
        .refused(daemonSet.rollout().isPresent())
        .map(
            flag ->
                "the agent's argument %s is not known to this program: the agent may exit at once"
                    .formatted(Excerpt.of(flag)));
  }

  private Optional<String> unready(AgentRollout rollout) {
    if (rollout.desired() < 0) {
      return Optional.of(
          "the agent's DaemonSet does not say on how many nodes it should run: it has no"
              + " status.desiredNumberScheduled");
    }
    if (!rollout.isCurrent()) {
      return Optional.of("the status of the agent's DaemonSet is about an earlier version of it");
    }
    int running = Math.min(rollout.ready(), rollout.updated());
    if (running < rollout.desired() || rollout.unavailable() > 0) {
      return Optional.of(
          "the agent is not ready everywhere: of %d nodes it is ready on %d, updated on %d and unavailable on %d"
              .formatted(
                  rollout.desired(), rollout.ready(), rollout.updated(), rollout.unavailable()));
    }
    int nodes = nodeCount();
    return rollout.desired() < nodes
        ? Optional.of("the agent runs on %d of %d nodes".formatted(rollout.desired(), nodes))
        : Optional.empty();
  }

  private Optional<String> unselected() {
    if (coversNodeCount()) {
      return Optional.empty();
    }
    AgentPlacement placement = daemonSet.placement();
    if (placement.hasAffinity()) {
      return Optional.of("the affinity of the agent's DaemonSet may keep it from some nodes");
    }
    return placement.nodeSelector().entrySet().stream()
        .filter(label -> !EVERY_NODE.contains(label) && !everyPoolHas(label))
        .map(label -> label.getKey() + "=" + label.getValue())
        .sorted()
        .findFirst()
        .map(
            label ->
                "not every node is known to have the label "
                    + label
                    + ", which the"
                    + " nodeSelector of the agent's DaemonSet asks for");
  }

  private boolean everyPoolHas(Map.Entry<String, String> label) {
    return cluster.getNodePoolsCount() > 0
        && cluster.getNodePoolsList().stream()
            .allMatch(
                pool ->
                    label.getValue().equals(pool.getConfig().getLabelsMap().get(label.getKey())));
  }

  private Optional<String> untolerated() {
    for (NodePool pool : cluster.getNodePoolsList()) {
      for (NodeTaint taint : pool.getConfig().getTaintsList()) {
        if (!isTolerated(taint)) {
          return Optional.of(
              "the agent does not tolerate the taint %s of node pool %s"
                  .formatted(Excerpt.of(taint.getKey()), Excerpt.of(pool.getName())));
        }
      }
    }
    return Optional.empty();
  }

  private boolean isTolerated(NodeTaint taint) {
    String effect =
        switch (taint.getEffect()) {
          case PREFER_NO_SCHEDULE -> "";
          case NO_SCHEDULE -> "NoSchedule";
          case NO_EXECUTE -> "NoExecute";
          case EFFECT_UNSPECIFIED, UNRECOGNIZED -> "an effect that this program does not know";
        };
    return effect.isEmpty()
        || daemonSet.placement().tolerations().stream()
            .anyMatch(each -> each.covers(taint.getKey(), taint.getValue(), effect));
  }

  /** Whether it is scheduled on as many nodes as there are. */
  private boolean coversNodeCount() {
    int nodes = nodeCount();
    return nodes > 0 && daemonSet.rollout().filter(it -> it.desired() >= nodes).isPresent();
  }

  /** 0 if it is not given. */
  @SuppressWarnings("deprecation") // The only place in the Cluster where nodes are counted.
  private int nodeCount() {
    return cluster.getCurrentNodeCount();
  }
}

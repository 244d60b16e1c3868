package dev.composeraudit.egress;

import com.google.container.v1.Cluster;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.egress.agent.AgentFlags;
import dev.composeraudit.egress.agent.AgentReach;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.UnknownPart;
import dev.composeraudit.subject.agent.AgentConfigMap;
import dev.composeraudit.subject.agent.AgentDaemonSet;
import dev.composeraudit.subject.agent.AgentVolume;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How a Standard cluster masquerades: by the agent's list if the agent demonstrably runs on every
 * node, by the nodes' own rules if there is no agent. Otherwise the source is unknown.
 */
final class AgentMasquerading {
  private static final Part<?> CONFIG = Part.IP_MASQ_AGENT_CONFIG;
  private static final Part<?> DAEMON_SET = Part.IP_MASQ_AGENT_DAEMON_SET;

  private static final AgentConfigMap NO_CONFIG = new AgentConfigMap("", Map.of());
  private static final String NOT_THE_AGENTS =
      "the ConfigMap is %s; the agent reads kube-system/ip-masq-agent";

  private static final UnknownPart NEEDED =
      Unknowns.indeterminate(
          CONFIG,
          "the agent's DaemonSet needs the ConfigMap kube-system/ip-masq-agent (optional is not"
              + " true), and it, or its key, is not there: running Pods keep what they had, and new"
              + " ones do not start");

  private final Subject subject;
  private final List<Problem> problems;

  private AgentMasquerading(Subject subject, List<Problem> problems) {
    this.subject = subject;
    this.problems = problems;
  }

  static Masquerading of(Subject subject, List<Problem> problems) {
    return new AgentMasquerading(subject, problems).masquerading();
  }

  private Masquerading masquerading() {
    if (subject.ipMasqAgentDaemonSet() instanceof Observed.Unknown<?> unknown) {
      return Masquerading.unknown(UnknownPart.of(DAEMON_SET, unknown));
    }
    Optional<AgentDaemonSet> daemonSet =
        ((Observed.Known<Optional<AgentDaemonSet>>) subject.ipMasqAgentDaemonSet()).value();
    if (subject.ipMasqAgentConfig() instanceof Observed.Unknown<?> unknown) {
      return withoutConfig(daemonSet, UnknownPart.of(CONFIG, unknown));
    }
    AgentConfigMap config =
        ((Observed.Known<Optional<AgentConfigMap>>) subject.ipMasqAgentConfig())
            .value()
            .orElse(NO_CONFIG);
    return daemonSet.isPresent() ? withAgent(daemonSet.get(), config) : withoutAgent(config);
  }

  /** If the configuration is unknown: an agent of another name may apply it. */
  private Masquerading withoutConfig(Optional<AgentDaemonSet> daemonSet, UnknownPart why) {
    Optional<UnknownPart> doubt = daemonSet.flatMap(this::doubt);
    if (daemonSet.isEmpty() || doubt.isPresent()) {
      return Masquerading.unknown(doubt.orElse(why));
    }
    List<MasqueradeRules> scenarios =
        AgentFlags.of(daemonSet.get()).stream().map(AgentScenarios::undecided).toList();
    return new Masquerading(scenarios, List.of(why));
  }

  /** The nodes' own rules; default SNAT can be disabled only where no agent runs. */
  private Masquerading withoutAgent(AgentConfigMap config) {
    if (!config.data().isEmpty()) {
      String why =
          config.otherName().isEmpty()
              ? "no DaemonSet kube-system/ip-masq-agent reads the ConfigMap of that name; deploy"
                  + " it, or delete the ConfigMap"
              : NOT_THE_AGENTS.formatted(Excerpt.of(config.otherName()));
      return unknown(new Problem(CONFIG, "nobody-reads", why));
    }
    if (subject.cluster() instanceof Observed.Known<Cluster> cluster) {
      boolean disabled = cluster.value().getNetworkConfig().getDefaultSnatStatus().getDisabled();
      return Masquerading.certainly(MasqueradeRules.defaultSnat(disabled));
    }
    UnknownPart why = UnknownPart.of(Part.CLUSTER, (Observed.Unknown<Cluster>) subject.cluster());
    return Masquerading.certainly(MasqueradeRules.defaultSnat(false))
        .or(Masquerading.certainly(MasqueradeRules.defaultSnat(true)), why);
  }

  /** The configuration is not applied, so that every source is unknown. */
  private Masquerading unknown(Problem problem) {
    problems.add(problem);
    return Masquerading.unknown(Unknowns.indeterminate(problem.part(), problem.message()));
  }

  /** Why it is not certain that the agent decides on every node; empty if it is. */
  private Optional<UnknownPart> doubt(AgentDaemonSet daemonSet) {
    if (!daemonSet.otherName().isEmpty()) {
      return Optional.of(
          Unknowns.indeterminate(
              DAEMON_SET,
              "the DaemonSet is %s; agents with other names are not judged"
                  .formatted(Excerpt.of(daemonSet.otherName()))));
    }
    if (subject.cluster() instanceof Observed.Known<Cluster> cluster) {
      return AgentReach.doubt(daemonSet, cluster.value())
          .map(why -> Unknowns.indeterminate(DAEMON_SET, why));
    }
    return Optional.of(UnknownPart.of(Part.CLUSTER, (Observed.Unknown<?>) subject.cluster()));
  }

  private Masquerading withAgent(AgentDaemonSet daemonSet, AgentConfigMap config) {
    Optional<String> absence =
        daemonSet.otherName().isEmpty()
            ? AgentReach.absence(daemonSet)
            : Optional.of("the DaemonSet is " + Excerpt.of(daemonSet.otherName()));
    if (absence.isPresent() && !config.data().isEmpty()) {
      return unknown(
          new Problem(
              CONFIG,
              "nobody-reads",
              "no agent kube-system/ip-masq-agent obeys the ConfigMap: " + absence.get()));
    }
    if (!config.otherName().isEmpty()) {
      return unknown(
          new Problem(
              CONFIG, "nobody-reads", NOT_THE_AGENTS.formatted(Excerpt.of(config.otherName()))));
    }
    // What is wrong with the configuration is reported in any case.
    Masquerading applied = fromMountedConfig(daemonSet, config);
    return doubt(daemonSet).map(Masquerading::unknown).orElse(applied);
  }

  /** The agent reads the text that its DaemonSet mounts at /etc/config. */
  private Masquerading fromMountedConfig(AgentDaemonSet daemonSet, AgentConfigMap config) {
    AgentVolume volume = daemonSet.config();
    boolean ours = volume.configMap().equals(AgentVolume.USUAL.configMap());
    if (volume.kind() == AgentVolume.Kind.OTHER
        || (volume.kind() == AgentVolume.Kind.CONFIG_MAP && !ours)) {
      String why =
          ours || volume.configMap().isEmpty()
              ? "the agent's DaemonSet mounts at /etc/config something other than the ConfigMap"
              : "the agent's DaemonSet mounts the ConfigMap %s at /etc/config"
                  .formatted(Excerpt.of(volume.configMap()));
      return config.data().isEmpty()
          ? Masquerading.unknown(Unknowns.indeterminate(DAEMON_SET, why))
          : unknown(
              new Problem(
                  CONFIG,
                  "nobody-reads",
                  "no agent reads the ConfigMap kube-system/ip-masq-agent: " + why));
    }
    Optional<String> text =
        volume.kind() == AgentVolume.Kind.NOTHING ? Optional.empty() : config.text(volume.key());
    if (text.isEmpty() && !config.data().isEmpty()) {
      problems.add(unread(volume, config));
    }
    if (volume.kind() == AgentVolume.Kind.CONFIG_MAP
        && volume.needsMoreThan(config.data().keySet())) {
      return Masquerading.unknown(NEEDED);
    }
    AgentScenarios scenarios = new AgentScenarios(subject, text);
    Masquerading masquerading = scenarios.of(AgentFlags.of(daemonSet));
    problems.addAll(scenarios.problems());
    return masquerading;
  }

  private static Problem unread(AgentVolume volume, AgentConfigMap config) {
    String keys = String.join(", ", new TreeSet<>(config.data().keySet()));
    return new Problem(
        CONFIG,
        "nobody-reads",
        volume.kind() == AgentVolume.Kind.NOTHING
            ? "no agent reads the ConfigMap: the agent's DaemonSet does not mount it at"
                + " /etc/config"
            : ("no agent reads the keys (%s) of the ConfigMap's data: the agent reads only the"
                    + " text under the key %s; put the settings there as YAML")
                .formatted(Excerpt.line(keys), Excerpt.of(volume.key())));
  }
}

package dev.composeraudit.egress;

import com.google.container.v1.Cluster;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Suggestion;
import dev.composeraudit.egress.agent.AgentConfig;
import dev.composeraudit.egress.agent.AgentConfigReader;
import dev.composeraudit.egress.agent.AgentFlags;
import dev.composeraudit.egress.agent.AgentReading;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.UnknownPart;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a running agent makes of its configuration, for each way in which it may be started. */
final class AgentScenarios {
  /** Why it is open how the agent was started, though its DaemonSet was seen. */
  static final UnknownPart FLAGS_UNKNOWN =
      Unknowns.indeterminate(
          Part.IP_MASQ_AGENT_DAEMON_SET,
          "the flags or the version of the agent are not known from its container's arguments and"
              + " image");

  private static final Part<?> CONFIG = Part.IP_MASQ_AGENT_CONFIG;
  private static final UnknownPart OTHER_CHAIN =
      Unknowns.indeterminate(
          Part.IP_MASQ_AGENT_DAEMON_SET,
          "the agent writes its own iptables chain, and GKE's chain IP-MASQ may masquerade first;"
              + " start the agent with --masq-chain=IP-MASQ");

  private final Subject subject;
  private final Optional<String> text;
  private final Set<UnknownPart> obstacles = new LinkedHashSet<>();
  private final Set<Problem> problems = new LinkedHashSet<>();

  /**
   * @param text of the configuration; empty if there is none
   */
  AgentScenarios(Subject subject, Optional<String> text) {
    this.subject = subject;
    this.text = text;
  }

  /** Found in the configuration, however the agent is started. */
  Set<Problem> problems() {
    return problems;
  }

  Masquerading of(List<AgentFlags> possible) {
    List<MasqueradeRules> scenarios = new ArrayList<>();
    List<Set<Problem>> found = new ArrayList<>();
    for (AgentFlags flags : possible) {
      Set<Problem> problems = new LinkedHashSet<>();
      scenarios.add(scenario(flags, problems));
      found.add(problems);
    }
    found.get(0).forEach(problems::add);
    found.forEach(problems::retainAll);
    if (scenarios.stream().distinct().count() > 1) {
      obstacles.add(FLAGS_UNKNOWN);
    }
    return new Masquerading(scenarios.stream().distinct().toList(), List.copyOf(obstacles));
  }

  private MasqueradeRules scenario(AgentFlags flags, Set<Problem> problems) {
    if (text.isEmpty()) {
      return inChain(programmed(AgentConfig.DEFAULT, flags), flags);
    }
    AgentReading reading =
        AgentConfigReader.read(text.get(), flags, ExemptRange.defaults(flags.allReserved()).size());
    if (reading instanceof AgentReading.Programmed programmed) {
      programmed.ignored().forEach(key -> problems.add(ignored(key)));
      return inChain(programmed(programmed.config(), flags), flags);
    }
    Problem rejected = rejected((AgentReading.Rejected) reading);
    problems.add(rejected);
    obstacles.add(Unknowns.indeterminate(CONFIG, rejected.message()));
    return undecided(flags);
  }

  private static Problem ignored(AgentReading.IgnoredKey key) {
    String message = "the agent does not know the key " + Excerpt.of(key.key()) + " and ignores it";
    return key.harmless()
        ? new Problem(
            CONFIG, Problem.HARMLESS_KEY, message + ", which changes nothing about egress")
        : new Problem(
            CONFIG,
            "unknown-key",
            message
                + Suggestion.closest(key.key(), AgentConfigReader.KEYS)
                    .map(meant -> " (did you mean " + meant + "?)")
                    .orElse(""));
  }

  private static Problem rejected(AgentReading.Rejected reading) {
    return reading.certain()
        ? new Problem(
            CONFIG,
            "refused",
            "the agent refuses the whole configuration and keeps its earlier rules, if it has"
                + " any: "
                + reading.why())
        : new Problem(
            CONFIG,
            "unclear",
            "it is not known how the agent reads the configuration: " + reading.why());
  }

  /** Every destination may be exempt or not. IPv6 is exempt if the agent leaves it alone. */
  static MasqueradeRules undecided(AgentFlags flags) {
    List<ExemptRange> exemptions = flags.ipv6() ? List.of() : List.of(ExemptRange.ALL_IPV6);
    return new MasqueradeRules(exemptions, CidrSet.EVERYTHING, MasqueradeRules.CONFIG_MAP);
  }

  private static MasqueradeRules programmed(AgentConfig config, AgentFlags flags) {
    List<Cidr> given = config.nonMasqueradeCidrs();
    List<ExemptRange> exemptions = new ArrayList<>();
    if (given == null) {
      exemptions.addAll(ExemptRange.defaults(flags.allReserved()));
    } else {
      given.forEach(range -> exemptions.add(ExemptRange.configured(range, range.toString())));
    }
    if (!config.masqLinkLocal()) {
      exemptions.add(ExemptRange.LINK_LOCAL);
    }
    if (!flags.ipv6()) {
      exemptions.add(ExemptRange.ALL_IPV6);
    } else if (!config.masqLinkLocalIpv6()) {
      exemptions.add(ExemptRange.LINK_LOCAL_IPV6);
    }
    return new MasqueradeRules(
        exemptions,
        CidrSet.EMPTY,
        given == null ? MasqueradeRules.DEFAULT : MasqueradeRules.CONFIG_MAP);
  }

  /**
   * Where default SNAT is on, the nodes have GKE's chain IP-MASQ, with the default list. Beside an
   * agent in a chain of its own it masquerades too, so that a destination is certainly exempt only
   * if both chains exempt it.
   */
  private MasqueradeRules inChain(MasqueradeRules agents, AgentFlags flags) {
    boolean snatOff =
        subject.cluster() instanceof Observed.Known<Cluster> cluster
            && cluster.value().getNetworkConfig().getDefaultSnatStatus().getDisabled();
    if (flags.gkeChain() || snatOff) {
      return agents;
    }
    CidrSet nodes = MasqueradeRules.defaultSnat(false).exempt();
    CidrSet unknown = agents.exempt().minus(nodes);
    if (unknown.isEmpty()) {
      return agents;
    }
    obstacles.add(OTHER_CHAIN);
    List<ExemptRange> both = new ArrayList<>();
    for (ExemptRange exemption : agents.exemptions()) {
      CidrSet.of(exemption.range())
          .intersect(nodes)
          .toCidrs()
          .forEach(range -> both.add(exemption.within(range)));
    }
    return new MasqueradeRules(both, unknown, agents.listSource());
  }
}

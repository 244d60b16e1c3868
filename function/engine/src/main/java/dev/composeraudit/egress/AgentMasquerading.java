package dev.composeraudit.egress;

import com.google.container.v1.Cluster;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.egress.agent.AgentConfig;
import dev.composeraudit.egress.agent.AgentConfigReader;
import dev.composeraudit.egress.agent.AgentFlags;
import dev.composeraudit.egress.agent.AgentReading;
import dev.composeraudit.subject.AgentConfigMap;
import dev.composeraudit.subject.AgentDaemonSet;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.UnknownPart;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How a Standard cluster masquerades: by the agent's list, or by the nodes' own rules. */
final class AgentMasquerading {
  private static final Part CONFIG = Part.IP_MASQ_AGENT_CONFIG;
  private static final Part DAEMON_SET = Part.IP_MASQ_AGENT_DAEMON_SET;

  /** Why it is open what the agent was started with, though its DaemonSet was seen. */
  static final UnknownPart FLAGS_UNTOLD =
      Unknowns.indeterminate(
          DAEMON_SET, "the flags of the agent cannot be told from its container's arguments");

  private final Subject subject;
  private final List<Problem> problems;

  private AgentMasquerading(Subject subject, List<Problem> problems) {
    this.subject = subject;
    this.problems = problems;
  }

  static Masquerading of(Subject subject, List<Problem> problems) {
    return new AgentMasquerading(subject, problems).byDaemonSet();
  }

  private Masquerading byDaemonSet() {
    Observed<Optional<AgentDaemonSet>> daemonSet = subject.ipMasqAgentDaemonSet();
    if (daemonSet instanceof Observed.Unknown<Optional<AgentDaemonSet>> unknown) {
      UnknownPart why = Unknowns.of(DAEMON_SET, unknown);
      return agent(AgentFlags.ANY, why).or(withoutAgent(), why);
    }
    Optional<AgentDaemonSet> present =
        ((Observed.Known<Optional<AgentDaemonSet>>) daemonSet).value();
    if (present.isEmpty()) {
      return withoutAgent();
    }
    return agent(AgentFlags.of(present.get()), FLAGS_UNTOLD);
  }

  /** The nodes' own rules; default SNAT can be disabled only where no agent runs. */
  private Masquerading withoutAgent() {
    if (subject.cluster() instanceof Observed.Known<Cluster> cluster) {
      boolean disabled = cluster.value().getNetworkConfig().getDefaultSnatStatus().getDisabled();
      return Masquerading.certainly(Scenario.defaultSnat(disabled));
    }
    UnknownPart why = Unknowns.of(Part.CLUSTER, (Observed.Unknown<Cluster>) subject.cluster());
    return Masquerading.certainly(Scenario.defaultSnat(false))
        .or(Masquerading.certainly(Scenario.defaultSnat(true)), why);
  }

  private Masquerading agent(List<AgentFlags> possible, UnknownPart whyFlags) {
    List<Scenario> scenarios = new ArrayList<>();
    Set<UnknownPart> obstacles = new LinkedHashSet<>();
    if (possible.size() > 1) {
      obstacles.add(whyFlags);
    }
    List<Set<Problem>> found = new ArrayList<>();
    for (AgentFlags flags : possible) {
      Set<Problem> mistakes = new LinkedHashSet<>();
      scenarios.add(scenario(flags, obstacles, mistakes));
      found.add(mistakes);
    }
    Set<Problem> certain = new LinkedHashSet<>(found.get(0));
    found.forEach(certain::retainAll);
    problems.addAll(certain);
    return new Masquerading(scenarios, List.copyOf(obstacles));
  }

  private Scenario scenario(AgentFlags flags, Set<UnknownPart> obstacles, Set<Problem> mistakes) {
    if (subject.ipMasqAgentConfig() instanceof Observed.Unknown<Optional<AgentConfigMap>> unknown) {
      obstacles.add(Unknowns.of(CONFIG, unknown));
      return undecided(flags);
    }
    Optional<String> text =
        ((Observed.Known<Optional<AgentConfigMap>>) subject.ipMasqAgentConfig())
            .value()
            .flatMap(AgentConfigMap::config);
    if (text.isEmpty()) {
      return programmed(AgentConfig.DEFAULT, flags);
    }
    AgentReading reading = AgentConfigReader.read(text.get(), flags);
    if (reading instanceof AgentReading.Programmed programmed) {
      programmed.ignored().forEach(key -> mistakes.add(ignored(key)));
      return programmed(programmed.config(), flags);
    }
    Problem refused = refused((AgentReading.Refused) reading);
    mistakes.add(refused);
    obstacles.add(Unknowns.indeterminate(CONFIG, refused.message()));
    return undecided(flags);
  }

  private static Problem ignored(String key) {
    return new Problem(
        CONFIG,
        "unknown-key",
        "the agent does not know the key " + Excerpt.of(key) + " and ignores it");
  }

  private static Problem refused(AgentReading.Refused refused) {
    return refused.certain()
        ? new Problem(
            CONFIG,
            "refused",
            "the agent refuses the whole configuration, and keeps the rules from before if there"
                + " are any: "
                + refused.why())
        : new Problem(
            CONFIG, "misread", "the agent makes something unintended of it: " + refused.why());
  }

  /** Anything may hold, but for IPv6 where the agent leaves it alone. */
  private static Scenario undecided(AgentFlags flags) {
    List<Exemption> exempt = flags.ipv6() ? List.of() : List.of(Exemption.ALL_IPV6);
    return new Scenario(exempt, CidrSet.EVERYTHING, Scenario.CONFIG_MAP);
  }

  private static Scenario programmed(AgentConfig config, AgentFlags flags) {
    List<Cidr> given = config.nonMasqueradeCidrs();
    List<Exemption> exempt = new ArrayList<>();
    if (given == null) {
      exempt.addAll(Exemption.defaults(flags.allReserved()));
    } else {
      given.forEach(range -> exempt.add(Exemption.configured(range, range.toString())));
    }
    if (!config.masqLinkLocal()) {
      exempt.add(Exemption.LINK_LOCAL);
    }
    if (!flags.ipv6()) {
      exempt.add(Exemption.ALL_IPV6);
    } else if (!config.masqLinkLocalIpv6()) {
      exempt.add(Exemption.LINK_LOCAL_IPV6);
    }
    return new Scenario(
        exempt, CidrSet.EMPTY, given == null ? Scenario.DEFAULT : Scenario.CONFIG_MAP);
  }
}

package dev.composeraudit.egress;

import com.google.container.v1.Cluster;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.agent.AgentFlags;
import dev.composeraudit.subject.AgentDaemonSet;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.UnknownPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What EgressNATPolicies exempt: the union of the destinations of all of them, and always the
 * cluster's own node, Pod and Service ranges, which GKE's own policy lists.
 */
final class PolicyMasquerading {
  private static final Part PART = Part.EGRESS_NAT_POLICIES;

  private final List<Exemption> exempt = new ArrayList<>();
  private final List<Cidr> perhaps = new ArrayList<>();
  private final List<UnknownPart> obstacles = new ArrayList<>();
  private final List<Problem> problems;
  private boolean open;

  private PolicyMasquerading(List<Problem> problems) {
    this.problems = problems;
  }

  static Masquerading of(Subject subject, ClusterRanges ranges, List<Problem> problems) {
    PolicyMasquerading made = new PolicyMasquerading(problems);
    boolean managedSeen = made.addPolicies(subject.egressNatPolicies());
    made.addOwn(ranges, managedSeen);
    return made.masquerading(made.ipv6(subject));
  }

  /**
   * Whether IPv6 is masqueraded too: only where an agent is told to; both if that cannot be told.
   * GKE's own agent on Autopilot is out of sight, and is not told to.
   */
  private List<Boolean> ipv6(Subject subject) {
    if (subject.ipMasqAgentDaemonSet() instanceof Observed.Unknown<?> unseen) {
      boolean standard =
          subject.cluster() instanceof Observed.Known<Cluster> cluster
              && !cluster.value().getAutopilot().getEnabled();
      if (!standard) {
        return List.of(false);
      }
      obstacles.add(Unknowns.of(Part.IP_MASQ_AGENT_DAEMON_SET, unseen));
      return List.of(false, true);
    }
    Optional<AgentDaemonSet> agent =
        ((Observed.Known<Optional<AgentDaemonSet>>) subject.ipMasqAgentDaemonSet()).value();
    if (agent.isEmpty()) {
      return List.of(false);
    }
    List<Boolean> told =
        AgentFlags.of(agent.get()).stream().map(AgentFlags::ipv6).distinct().toList();
    if (told.size() > 1) {
      obstacles.add(AgentMasquerading.FLAGS_UNTOLD);
    }
    return told;
  }

  private Masquerading masquerading(List<Boolean> ipv6) {
    exempt.add(Exemption.LINK_LOCAL);
    CidrSet uncertain = open ? CidrSet.EVERYTHING : CidrSet.of(perhaps);
    List<Scenario> scenarios = new ArrayList<>();
    for (boolean masqueraded : ipv6) {
      List<Exemption> all = new ArrayList<>(exempt);
      all.add(masqueraded ? Exemption.LINK_LOCAL_IPV6 : Exemption.ALL_IPV6);
      scenarios.add(new Scenario(all, uncertain, Scenario.POLICY));
    }
    return new Masquerading(scenarios, obstacles);
  }

  /** The cluster's ranges; if GKE's policy was seen whole, an unknown range is in it anyway. */
  private void addOwn(ClusterRanges ranges, boolean managedSeen) {
    for (Derived<CidrSet> own : List.of(ranges.nodes(), ranges.pods(), ranges.services())) {
      if (own instanceof Derived.Value<CidrSet> known) {
        exempt.addAll(Exemption.configured(known.value()));
      }
      if (!managedSeen && !own.obstacles().isEmpty()) {
        obstacles.addAll(own.obstacles());
        open = true;
      }
    }
  }

  /** Returns whether GKE's own policy is among them, and understood. */
  private boolean addPolicies(Observed<List<EgressNatPolicy>> policies) {
    if (policies instanceof Observed.Unknown<List<EgressNatPolicy>> unknown) {
      obstacles.add(Unknowns.of(PART, unknown));
      open = true;
      return false;
    }
    boolean managedSeen = false;
    boolean defaultSeen = false;
    for (EgressNatPolicy policy : ((Observed.Known<List<EgressNatPolicy>>) policies).value()) {
      boolean understood = add(policy);
      managedSeen |= policy.managed() && understood;
      defaultSeen |= policy.name().equals("default");
    }
    if (!defaultSeen) {
      // What GKE does without it is not documented; it may well make it anew.
      addProblem("default-policy-missing", "there is no EgressNATPolicy default");
      open = true;
    }
    return managedSeen;
  }

  /** Returns whether all of the policy could be understood. */
  private boolean add(EgressNatPolicy policy) {
    String place = "EgressNATPolicy " + policy.name() + ": ";
    policy.problems().forEach(problem -> addProblem("unknown-shape", place + problem));
    open |= !policy.problems().isEmpty();
    List<Exemption> listed = new ArrayList<>();
    boolean understood = policy.problems().isEmpty();
    for (String text : policy.cidrs()) {
      try {
        Cidr range = Cidr.parse(text);
        listed.add(Exemption.configured(range, text));
        if (!range.isNetwork()) {
          understood = false;
          addProblem("misaligned-range", place + text + " is no range; meant is " + range.masked());
        }
      } catch (IllegalArgumentException malformed) {
        understood = false;
        open = true;
        addProblem("malformed-range", place + malformed.getMessage());
      }
    }
    if (understood) {
      exempt.addAll(listed);
    } else {
      // One bad range may take the policy down with it, or not.
      listed.forEach(each -> perhaps.add(each.range()));
    }
    return understood;
  }

  private void addProblem(String code, String message) {
    problems.add(new Problem(PART, code, message));
    obstacles.add(Unknowns.indeterminate(PART, message));
  }
}

package dev.composeraudit.egress;

import com.google.container.v1.Cluster;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.address.Family;
import dev.composeraudit.egress.agent.AgentFlags;
import dev.composeraudit.egress.network.ClusterRanges;
import dev.composeraudit.egress.network.Derived;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.UnknownPart;
import dev.composeraudit.subject.agent.AgentDaemonSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What EgressNATPolicies exempt: the union of the destinations of all of them, and the cluster's
 * own node, Pod and Service ranges, which GKE's own policy lists.
 *
 * <p>GKE's controller translates all policies into one configuration of ip-masq-agent, and the
 * agent refuses a configuration as a whole: for one range that it does not accept, and for more
 * ranges than its limit. Then the rules from before stay, which cannot be seen, and every
 * destination is open, of IPv6 too. Source: Google's page on EgressNATPolicy of 2023; syncConfig of
 * kubernetes-sigs/ip-masq-agent.
 */
final class PolicyMasquerading {
  private static final Part<?> PART = Part.EGRESS_NAT_POLICIES;
  private static final String REFUSED =
      "; because of it, the agent refuses the destinations of all policies";

  /** Far more than the 64 ranges that an agent accepts can be spread over. */
  private static final int MAX_POLICIES = 5_000;

  /** The most mistakes that are named; whoever edits policies decides how many there are. */
  private static final int MAX_PROBLEMS = 50;

  /** The most policies that one message names. */
  private static final int MAX_NAMED = 10;

  private final List<Exemption> exempt = new ArrayList<>();
  private final List<UnknownPart> obstacles = new ArrayList<>();
  private final List<Problem> problems;
  private boolean open;
  private boolean rejected;
  private boolean unseen;
  private int unnamed;

  private PolicyMasquerading(List<Problem> problems) {
    this.problems = problems;
  }

  static Masquerading of(Subject subject, ClusterRanges ranges, List<Problem> problems) {
    PolicyMasquerading made = new PolicyMasquerading(problems);
    List<Boolean> ipv6 = made.ipv6(subject);
    boolean managedSeen = made.addPolicies(subject.egressNatPolicies(), ipv6);
    made.addOwn(ranges, managedSeen);
    PolicySupport.doubt(subject.cluster()).ifPresent(made::disobeyed);
    return made.masquerading(ipv6);
  }

  /**
   * Whether IPv6 is masqueraded too: only where an agent is configured to; both if that is not
   * known. GKE's own agent on Autopilot cannot be read, and is not configured to.
   */
  private List<Boolean> ipv6(Subject subject) {
    if (subject.ipMasqAgentDaemonSet() instanceof Observed.Unknown<?> unseen) {
      boolean standard =
          subject.cluster() instanceof Observed.Known<Cluster> cluster
              && !cluster.value().getAutopilot().getEnabled();
      if (!standard) {
        return List.of(false);
      }
      obstacles.add(UnknownPart.of(Part.IP_MASQ_AGENT_DAEMON_SET, unseen));
      return List.of(false, true);
    }
    Optional<AgentDaemonSet> agent =
        ((Observed.Known<Optional<AgentDaemonSet>>) subject.ipMasqAgentDaemonSet()).value();
    if (agent.isEmpty()) {
      return List.of(false);
    }
    List<Boolean> flags =
        AgentFlags.of(agent.get()).stream().map(AgentFlags::ipv6).distinct().toList();
    if (flags.size() > 1) {
      obstacles.add(AgentScenarios.FLAGS_UNKNOWN);
    }
    return flags;
  }

  private Masquerading masquerading(List<Boolean> ipv6) {
    if (rejected) {
      exempt.clear();
      return new Masquerading(
          List.of(new Scenario(exempt, CidrSet.EVERYTHING, Scenario.POLICY)), obstacles);
    }
    if (!unseen) {
      exempt.add(Exemption.LINK_LOCAL);
    }
    CidrSet uncertain = open ? CidrSet.EVERYTHING : CidrSet.EMPTY;
    List<Scenario> scenarios = new ArrayList<>();
    for (boolean masqueraded : ipv6) {
      List<Exemption> all = new ArrayList<>(exempt);
      // Policies that were not seen may be rejected, which leaves IPv6 open too.
      if (!unseen) {
        all.add(masqueraded ? Exemption.LINK_LOCAL_IPV6 : Exemption.ALL_IPV6);
      }
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
  private boolean addPolicies(Observed<List<EgressNatPolicy>> observed, List<Boolean> ipv6) {
    if (observed instanceof Observed.Unknown<List<EgressNatPolicy>> unknown) {
      obstacles.add(UnknownPart.of(PART, unknown));
      open = true;
      unseen = true;
      return false;
    }
    List<EgressNatPolicy> policies = ((Observed.Known<List<EgressNatPolicy>>) observed).value();
    boolean managedSeen = false;
    for (EgressNatPolicy policy : policies) {
      managedSeen |= add(policy, ipv6) && policy.managed();
    }
    if (policies.stream().noneMatch(policy -> policy.name().equals("default"))) {
      // What GKE does without it is not documented; it may well make it anew.
      addProblem("default-policy-missing", "there is no EgressNATPolicy default");
      open = true;
    }
    count(policies);
    return managedSeen;
  }

  private void count(List<EgressNatPolicy> policies) {
    int count = policies.stream().mapToInt(policy -> policy.cidrs().size()).sum();
    if (count > Egress.POLICY_DESTINATIONS) {
      rejected = true;
      addProblem(
          "too-many-ranges",
          "the EgressNATPolicies have %d destinations (%s), and the agent accepts %d of all policies together; list fewer, wider ranges"
              .formatted(count, largest(policies), Egress.POLICY_DESTINATIONS));
    }
    if (policies.size() > MAX_POLICIES) {
      addProblem(
          "too-many-policies",
          ("there are %d EgressNATPolicies; more than %d serve no purpose and hide what each of"
                  + " them exempts; delete some")
              .formatted(policies.size(), MAX_POLICIES));
    }
    if (unnamed > 0) {
      addProblem("more-mistakes", "%d more mistakes in EgressNATPolicies".formatted(unnamed));
    }
  }

  /** The policies, or those with the most destinations where there are many. */
  private static String largest(List<EgressNatPolicy> policies) {
    int others = policies.size() - MAX_NAMED;
    List<EgressNatPolicy> named = new ArrayList<>(policies);
    if (others > 0) {
      named.sort(Comparator.comparing(policy -> -policy.cidrs().size()));
    }
    String text =
        named.stream()
            .limit(MAX_NAMED)
            .map(policy -> policy.name() + ": " + policy.cidrs().size())
            .collect(Collectors.joining(", "));
    return others > 0 ? text + " and %d more".formatted(others) : text;
  }

  /** Returns whether all of the policy could be understood. */
  private boolean add(EgressNatPolicy policy, List<Boolean> ipv6) {
    String place = "EgressNATPolicy " + policy.name() + ": ";
    policy.problems().forEach(problem -> addNamed("unknown-shape", place + problem));
    open |= !policy.problems().isEmpty();
    List<Exemption> listed = new ArrayList<>();
    for (String text : policy.cidrs()) {
      exemption(place, text, ipv6).ifPresent(listed::add);
    }
    boolean understood = policy.problems().isEmpty() && listed.size() == policy.cidrs().size();
    if (understood) {
      exempt.addAll(listed);
    }
    return understood;
  }

  /** The range of a destination; empty if the agent refuses it. */
  private Optional<Exemption> exemption(String place, String text, List<Boolean> ipv6) {
    Cidr range;
    try {
      range = Cidr.parse(text);
    } catch (IllegalArgumentException malformed) {
      reject("malformed-range", place + malformed.getMessage());
      return Optional.empty();
    }
    if (!range.isNetwork()) {
      reject(
          "misaligned-range",
          "%s%s is not a range; write %s".formatted(place, text, range.masked()));
      return Optional.empty();
    }
    if (range.family() == Family.IPV6 && !ipv6.equals(List.of(true))) {
      reject("ipv6-range", place + text + " is IPv6, which is not masqueraded; leave it out");
      return Optional.empty();
    }
    return Optional.of(Exemption.configured(range, text));
  }

  /** What the policies say may not hold: other rules may be there. */
  private void disobeyed(UnknownPart why) {
    rejected = true;
    obstacles.add(why);
  }

  private void reject(String code, String message) {
    rejected = true;
    addNamed(code, message + REFUSED);
  }

  private void addNamed(String code, String message) {
    if (problems.size() < MAX_PROBLEMS) {
      addProblem(code, message);
    } else {
      unnamed++;
    }
  }

  private void addProblem(String code, String message) {
    problems.add(new Problem(PART, code, message));
    obstacles.add(Unknowns.indeterminate(PART, message));
  }
}

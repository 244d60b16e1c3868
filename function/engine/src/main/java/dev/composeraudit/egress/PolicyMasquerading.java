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
 * ranges than its limit. Then the earlier rules stay, which cannot be read, and every destination
 * is unknown, of IPv6 too. Source: Google's page on EgressNATPolicy of 2023; syncConfig of
 * kubernetes-sigs/ip-masq-agent.
 */
final class PolicyMasquerading {
  private static final Part<?> PART = Part.EGRESS_NAT_POLICIES;
  private static final String REFUSED =
      "; because of it, the agent refuses the destinations of all policies";

  /** The agent accepts 64 ranges. Even one range in each policy would need only 64 policies. */
  private static final int MAX_POLICIES = 5_000;

  /** The most mistakes that are named; whoever edits policies decides how many there are. */
  private static final int MAX_PROBLEMS = 50;

  /** The most policies that one message names. */
  private static final int MAX_NAMED = 10;

  private final List<ExemptRange> exemptions = new ArrayList<>();
  private final List<UnknownPart> obstacles = new ArrayList<>();
  private final List<Problem> problems;

  /** Not everything that policies exempt is known: any other destination may be exempt too. */
  private boolean moreMayBeExempt;

  /** The agent refuses the policies, or the cluster may not obey them: other rules may hold. */
  private boolean mayNotApply;

  private boolean policiesUnknown;
  private int unnamedProblems;

  private PolicyMasquerading(List<Problem> problems) {
    this.problems = problems;
  }

  static Masquerading of(Subject subject, ClusterRanges ranges, List<Problem> problems) {
    PolicyMasquerading builder = new PolicyMasquerading(problems);
    List<Boolean> ipv6 = builder.ipv6(subject);
    boolean managedPolicyUnderstood = builder.addPolicies(subject.egressNatPolicies(), ipv6);
    builder.addOwnRanges(ranges, managedPolicyUnderstood);
    PolicySupport.doubt(subject.cluster()).ifPresent(builder::addDoubt);
    return builder.masquerading(ipv6);
  }

  /**
   * Whether IPv6 is masqueraded too: only where an agent is configured to; both if that is not
   * known. GKE's own agent on Autopilot cannot be read, and is not configured to.
   */
  private List<Boolean> ipv6(Subject subject) {
    if (subject.ipMasqAgentDaemonSet() instanceof Observed.Unknown<?> unknown) {
      boolean standard =
          subject.cluster() instanceof Observed.Known<Cluster> cluster
              && !cluster.value().getAutopilot().getEnabled();
      if (!standard) {
        return List.of(false);
      }
      obstacles.add(UnknownPart.of(Part.IP_MASQ_AGENT_DAEMON_SET, unknown));
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
    if (mayNotApply) {
      exemptions.clear();
      return new Masquerading(
          List.of(new MasqueradeRules(exemptions, CidrSet.EVERYTHING, MasqueradeRules.POLICY)),
          obstacles);
    }
    if (!policiesUnknown) {
      exemptions.add(ExemptRange.LINK_LOCAL);
    }
    CidrSet unknown = moreMayBeExempt ? CidrSet.EVERYTHING : CidrSet.EMPTY;
    List<MasqueradeRules> scenarios = new ArrayList<>();
    for (boolean masqueraded : ipv6) {
      List<ExemptRange> all = new ArrayList<>(exemptions);
      // Unknown policies may be refused. Then destinations of IPv6 are unknown too.
      if (!policiesUnknown) {
        all.add(masqueraded ? ExemptRange.LINK_LOCAL_IPV6 : ExemptRange.ALL_IPV6);
      }
      scenarios.add(new MasqueradeRules(all, unknown, MasqueradeRules.POLICY));
    }
    return new Masquerading(scenarios, obstacles);
  }

  /** The cluster's own ranges. If all of GKE's policy is known, it lists those that are unknown. */
  private void addOwnRanges(ClusterRanges ranges, boolean managedPolicyUnderstood) {
    for (Derived<CidrSet> own : List.of(ranges.nodes(), ranges.pods(), ranges.services())) {
      if (own instanceof Derived.Value<CidrSet> known) {
        exemptions.addAll(ExemptRange.configured(known.value()));
      }
      if (!managedPolicyUnderstood && !own.obstacles().isEmpty()) {
        obstacles.addAll(own.obstacles());
        moreMayBeExempt = true;
      }
    }
  }

  /** Returns whether GKE's own policy is among them, and all of it could be understood. */
  private boolean addPolicies(Observed<List<EgressNatPolicy>> observed, List<Boolean> ipv6) {
    if (observed instanceof Observed.Unknown<List<EgressNatPolicy>> unknown) {
      obstacles.add(UnknownPart.of(PART, unknown));
      moreMayBeExempt = true;
      policiesUnknown = true;
      return false;
    }
    List<EgressNatPolicy> policies = ((Observed.Known<List<EgressNatPolicy>>) observed).value();
    boolean managedPolicyUnderstood = false;
    for (EgressNatPolicy policy : policies) {
      managedPolicyUnderstood |= add(policy, ipv6) && policy.managed();
    }
    if (policies.stream().noneMatch(policy -> policy.name().equals("default"))) {
      // What GKE does without it is not documented; it may well make it anew.
      addProblem("default-policy-missing", "there is no EgressNATPolicy default");
      moreMayBeExempt = true;
    }
    count(policies);
    return managedPolicyUnderstood;
  }

  private void count(List<EgressNatPolicy> policies) {
    int count = policies.stream().mapToInt(policy -> policy.cidrs().size()).sum();
    if (count > Egress.POLICY_DESTINATIONS) {
      mayNotApply = true;
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
    if (unnamedProblems > 0) {
      addProblem(
          "more-mistakes", "%d more mistakes in EgressNATPolicies".formatted(unnamedProblems));
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
    moreMayBeExempt |= !policy.problems().isEmpty();
    List<ExemptRange> listed = new ArrayList<>();
    for (String text : policy.cidrs()) {
      exemption(place, text, ipv6).ifPresent(listed::add);
    }
    boolean understood = policy.problems().isEmpty() && listed.size() == policy.cidrs().size();
    if (understood) {
      exemptions.addAll(listed);
    }
    return understood;
  }

  /** The range of a destination; empty if the agent refuses it. */
  private Optional<ExemptRange> exemption(String place, String text, List<Boolean> ipv6) {
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
    return Optional.of(ExemptRange.configured(range, text));
  }

  /** The cluster may not obey the policies. */
  private void addDoubt(UnknownPart why) {
    mayNotApply = true;
    obstacles.add(why);
  }

  private void reject(String code, String message) {
    mayNotApply = true;
    addNamed(code, message + REFUSED);
  }

  private void addNamed(String code, String message) {
    if (problems.size() < MAX_PROBLEMS) {
      addProblem(code, message);
    } else {
      unnamedProblems++;
    }
  }

  private void addProblem(String code, String message) {
    problems.add(new Problem(PART, code, message));
    obstacles.add(Unknowns.indeterminate(PART, message));
  }
}

package dev.composeraudit.egress;

import dev.composeraudit.egress.agent.AgentFlags;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in a world of few addresses, as texts: a subject to ask about it, and what {@link
 * PlainRules} work from.
 *
 * @param ranges where its addresses are
 * @param agent whether and how the agent runs
 * @param policies its EgressNATPolicies, each the ranges as written by name; null where none decide
 * @param autopilot whether it is Autopilot; else policies decide by Dataplane V2
 */
record SmallCluster(
    Ranges ranges, Agent agent, @Nullable Map<String, List<String>> policies, boolean autopilot) {
  /** GKE's own policy. */
  static final String MANAGED = "gke-0a1b2c3d-1";

  /**
   * The cluster's ranges.
   *
   * @param nodesSeen whether its subnetwork is known
   * @param services blank if the cluster names none
   * @param dualStack the IPv6 range that nodes and Pods share; blank if there is none
   * @param ipv6Services blank if there are none
   */
  record Ranges(
      String nodes,
      boolean nodesSeen,
      String pods,
      String services,
      String dualStack,
      String ipv6Services) {
    List<String> allNodes() {
      return written(nodesSeen ? nodes : "", nodesSeen ? dualStack : "");
    }

    List<String> allPods() {
      return written(pods, dualStack);
    }

    List<String> allServices() {
      return written(services, ipv6Services);
    }

    private static List<String> written(String... ranges) {
      return Stream.of(ranges).filter(range -> !range.isEmpty()).toList();
    }
  }

  /** How much is known of the agent. */
  enum Presence {
    RUNS,
    /** Behind a shell, so that its flags cannot be told. */
    RUNS_SOMEHOW,
    ABSENT,
    UNSEEN
  }

  /**
   * The agent and its settings.
   *
   * @param list null if its configuration has none
   * @param snatDisabled whether default SNAT is disabled
   */
  record Agent(
      Presence presence,
      AgentFlags flags,
      @Nullable List<String> list,
      boolean masqLinkLocal,
      boolean masqLinkLocalIpv6,
      boolean snatDisabled) {
    private String config() {
      return (list == null ? "" : "nonMasqueradeCIDRs: ['" + String.join("', '", list) + "']\n")
              .replace("['']", "[]")
          + "masqLinkLocal: %s\nmasqLinkLocalIPv6: %s\n"
              .formatted(masqLinkLocal, masqLinkLocalIpv6);
    }

    private String[] arguments() {
      return Stream.of(
              "--masq-chain=IP-MASQ",
              "--nomasq-all-reserved-ranges=" + flags.allReserved(),
              "--enable-ipv6=" + flags.ipv6())
          .toArray(String[]::new);
    }
  }

  Egress egress() {
    SubjectFixture subject =
        (autopilot
                ? SubjectFixture.autopilot(ranges.nodes, ranges.pods, ranges.services)
                : SubjectFixture.standard(ranges.nodes, ranges.pods, ranges.services))
            .inCluster("networkConfig", networkConfig())
            .inCluster(
                "ipAllocationPolicy",
                "{subnetIpv6CidrBlock: '%s', servicesIpv6CidrBlock: '%s'}"
                    .formatted(ranges.dualStack, ranges.ipv6Services));
    if (!ranges.nodesSeen) {
      subject.unknown("subnetworks", "PERMISSION_DENIED", "grant it");
    }
    addAgent(subject);
    if (policies == null) {
      return subject.egress();
    }
    subject.noPolicies();
    policies.forEach((name, cidrs) -> subject.policy(name, cidrs.toArray(String[]::new)));
    return subject.egress();
  }

  private String networkConfig() {
    return "{subnetwork: '%s', defaultSnatStatus: {disabled: %s}%s}"
        .formatted(
            SubjectFixture.SUBNETWORK,
            agent.snatDisabled,
            policies == null ? "" : ", datapathProvider: 'ADVANCED_DATAPATH'");
  }

  private void addAgent(SubjectFixture subject) {
    subject.config(agent.config());
    switch (agent.presence) {
      case RUNS -> subject.agent(agent.arguments());
      case RUNS_SOMEHOW -> subject.agent("sh", "-c", "exec /ip-masq-agent $FLAGS");
      case ABSENT -> subject.noAgent().noConfig();
      case UNSEEN -> subject.unknown("ipMasqAgentDaemonSet", "NOT_READ", "read it");
    }
  }

  @Override
  public String toString() {
    String decided =
        policies == null
            ? agent.presence + " " + agent.flags + " " + agent.config()
            : policies.entrySet().stream().map(Object::toString).collect(Collectors.joining(", "));
    return ranges + " " + decided + (agent.snatDisabled ? " SNAT disabled" : "");
  }
}

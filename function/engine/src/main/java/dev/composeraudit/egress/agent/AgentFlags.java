package dev.composeraudit.egress.agent;

import dev.composeraudit.subject.agent.AgentDaemonSet;
import java.util.ArrayList;
import java.util.List;

/**
 * What the agent was started with, and what its version reads, as far as it decides about
 * destinations.
 *
 * @param allReserved {@code --nomasq-all-reserved-ranges}: the default list is the eleven reserved
 *     ranges, not RFC 1918 alone
 * @param ipv6 {@code --enable-ipv6}: IPv6 is masqueraded too
 * @param gkeChain {@code --masq-chain=IP-MASQ}: it writes the chain that GKE's own rules are in
 * @param cidrLimit whether it reads the key cidrLimit
 */
public record AgentFlags(boolean allReserved, boolean ipv6, boolean gkeChain, boolean cidrLimit) {
  /** All that an unseen command line may say. */
  static final List<AgentFlags> ANY = any();

  private static final String GKE_CHAIN = "IP-MASQ";

  /** Of a version that reads cidrLimit, in GKE's chain. */
  public AgentFlags(boolean allReserved, boolean ipv6) {
    this(allReserved, ipv6, true, true);
  }

  private static List<AgentFlags> any() {
    List<AgentFlags> any = new ArrayList<>();
    for (boolean allReserved : new boolean[] {true, false}) {
      for (boolean ipv6 : new boolean[] {false, true}) {
        for (boolean gkeChain : new boolean[] {true, false}) {
          any.add(new AgentFlags(allReserved, ipv6, gkeChain, true));
        }
      }
    }
    return List.copyOf(any);
  }

  /**
   * Reads the flags.
   *
   * @return the flags that are possible: one, or several if they are not known, as when a shell or
   *     another program stands between, or the image does not show its version where that decides
   */
  public static List<AgentFlags> of(AgentDaemonSet daemonSet) {
    AgentImage image = AgentImage.of(daemonSet.image());
    List<AgentFlags> possible = new ArrayList<>();
    for (AgentFlags flags : of(AgentCommand.of(daemonSet))) {
      for (boolean cidrLimit : image.possible(AgentImage.Feature.CIDR_LIMIT)) {
        possible.add(new AgentFlags(flags.allReserved, flags.ipv6, flags.gkeChain, cidrLimit));
        if (flags.allReserved && image.possible(AgentImage.Feature.ALL_RESERVED).contains(false)) {
          possible.add(new AgentFlags(false, flags.ipv6, flags.gkeChain, cidrLimit));
        }
      }
    }
    return possible.stream().distinct().toList();
  }

  private static List<AgentFlags> of(AgentCommand command) {
    if (command.isOpen()) {
      return ANY;
    }
    boolean allReserved = false;
    boolean ipv6 = false;
    boolean gkeChain = false;
    for (AgentArgument argument : command.arguments()) {
      if (argument.isUndecided()) {
        return ANY;
      }
      switch (argument.name()) {
        case AgentArgument.ALL_RESERVED -> allReserved = argument.isTrue();
        case AgentArgument.IPV6 -> ipv6 = argument.isTrue();
        case AgentArgument.CHAIN -> gkeChain = argument.value().equals(GKE_CHAIN);
        default -> {}
      }
    }
    return List.of(new AgentFlags(allReserved, ipv6, gkeChain, true));
  }
}

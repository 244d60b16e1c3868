package dev.composeraudit.egress.agent;

import dev.composeraudit.subject.agent.AgentDaemonSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
  // strconv.ParseBool
  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");
  // The flags of the agent and of klog whose value may be an argument of its own.
  private static final Set<String> WITH_VALUE =
      Set.of(
          "masq-chain",
          "to-ports",
          "v",
          "vmodule",
          "stderrthreshold",
          "log_backtrace_at",
          "log_dir",
          "log_file",
          "log_file_max_size");

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
   * Reads the flags as Go's {@code flag} package does: one dash or two, up to the first argument
   * that is none.
   *
   * @return the flags that are possible: one, or several if they are not known, as when a shell
   *     stands between, or the image does not show its version where that decides
   */
  public static List<AgentFlags> of(AgentDaemonSet daemonSet) {
    AgentImage image = AgentImage.of(daemonSet.image());
    List<AgentFlags> possible = new ArrayList<>();
    for (AgentFlags flags : ofArguments(daemonSet.arguments())) {
      for (boolean cidrLimit : image.possible(AgentImage.Feature.CIDR_LIMIT)) {
        possible.add(new AgentFlags(flags.allReserved, flags.ipv6, flags.gkeChain, cidrLimit));
        if (flags.allReserved && image.possible(AgentImage.Feature.ALL_RESERVED).contains(false)) {
          possible.add(new AgentFlags(false, flags.ipv6, flags.gkeChain, cidrLimit));
        }
      }
    }
    return possible.stream().distinct().toList();
  }

  private static List<AgentFlags> ofArguments(List<String> arguments) {
    if (arguments.stream().anyMatch(AgentFlags::isShellText)) {
      return ANY;
    }
    boolean allReserved = false;
    boolean ipv6 = false;
    boolean gkeChain = false;
    int at = 0;
    while (at < arguments.size() && !arguments.get(at).startsWith("-")) {
      at++;
    }
    for (; at < arguments.size() && isFlag(arguments.get(at)); at++) {
      String flag = arguments.get(at).replaceFirst("^--?", "");
      String name = flag.replaceFirst("=.*", "");
      boolean hasOwnValue = WITH_VALUE.contains(name) && flag.equals(name);
      String value = flag.equals(name) ? "true" : flag.substring(name.length() + 1);
      if (hasOwnValue) {
        at++;
        value = at < arguments.size() ? arguments.get(at) : "";
      }
      switch (name) {
        case "nomasq-all-reserved-ranges", "enable-ipv6" -> {
          if (!TRUE.contains(value) && !FALSE.contains(value)) {
            return ANY;
          }
          if (name.equals("enable-ipv6")) {
            ipv6 = TRUE.contains(value);
          } else {
            allReserved = TRUE.contains(value);
          }
        }
        case "masq-chain" -> gkeChain = value.equals(GKE_CHAIN);
        default -> {}
      }
    }
    return List.of(new AgentFlags(allReserved, ipv6, gkeChain, true));
  }

  private static boolean isFlag(String argument) {
    return argument.length() > 1 && argument.startsWith("-") && !argument.equals("--");
  }

  private static boolean isShellText(String argument) {
    return argument.chars().anyMatch(Character::isWhitespace) || argument.contains("$(");
  }
}

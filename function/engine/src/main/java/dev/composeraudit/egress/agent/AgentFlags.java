package dev.composeraudit.egress.agent;

import dev.composeraudit.subject.AgentDaemonSet;
import java.util.List;
import java.util.Set;

/**
 * What the agent was started with, as far as it decides about destinations.
 *
 * @param allReserved {@code --nomasq-all-reserved-ranges}: the default list is the eleven reserved
 *     ranges, not RFC 1918 alone
 * @param ipv6 {@code --enable-ipv6}: IPv6 is masqueraded too
 */
public record AgentFlags(boolean allReserved, boolean ipv6) {
  /** All that an unseen command line may say. */
  public static final List<AgentFlags> ANY =
      List.of(
          new AgentFlags(true, false),
          new AgentFlags(false, false),
          new AgentFlags(true, true),
          new AgentFlags(false, true));

  // strconv.ParseBool
  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");
  // The flags of the agent and of klog whose value may stand in an argument of its own.
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

  /**
   * Reads the flags as Go's {@code flag} package does: one dash or two, up to the first argument
   * that is none.
   *
   * @return the flags that are possible: one, or {@link #ANY} if they cannot be told, as when a
   *     shell stands between
   */
  public static List<AgentFlags> of(AgentDaemonSet daemonSet) {
    List<String> arguments = daemonSet.arguments();
    if (arguments.stream().anyMatch(AgentFlags::isShellText)) {
      return ANY;
    }
    boolean allReserved = false;
    boolean ipv6 = false;
    int at = 0;
    while (at < arguments.size() && !arguments.get(at).startsWith("-")) {
      at++;
    }
    for (; at < arguments.size() && isFlag(arguments.get(at)); at++) {
      String flag = arguments.get(at).replaceFirst("^--?", "");
      String name = flag.replaceFirst("=.*", "");
      String value = flag.equals(name) ? "true" : flag.substring(name.length() + 1);
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
        default -> at += WITH_VALUE.contains(name) && flag.equals(name) ? 1 : 0;
      }
    }
    return List.of(new AgentFlags(allReserved, ipv6));
  }

  private static boolean isFlag(String argument) {
    return argument.length() > 1 && argument.startsWith("-") && !argument.equals("--");
  }

  private static boolean isShellText(String argument) {
    return argument.chars().anyMatch(Character::isWhitespace) || argument.contains("$(");
  }
}

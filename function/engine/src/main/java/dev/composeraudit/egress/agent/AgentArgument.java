package dev.composeraudit.egress.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A flag of the agent with its value, as Go's {@code flag} package reads it. Source of the flags:
 * ip-masq-agent and klog.
 *
 * @param text as it is written
 * @param value {@code true} if none is written
 */
record AgentArgument(String text, String name, String value) {
  static final String CHAIN = "masq-chain";
  static final String ALL_RESERVED = "nomasq-all-reserved-ranges";
  static final String IPV6 = "enable-ipv6";

  // Of a value, in characters. A longer one is not read, so that whoever writes it does not decide
  // how long that takes.
  private static final int LIMIT = 1000;

  // strconv.ParseBool
  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

  private static final Set<String> SWITCHES =
      Set.of(
          ALL_RESERVED,
          IPV6,
          "random-fully",
          "add_dir_header",
          "alsologtostderr",
          "logtostderr",
          "one_output",
          "skip_headers",
          "skip_log_headers");

  /** The flags whose value may be an argument of its own, and the values with which they start. */
  private static final Map<String, Pattern> VALUES =
      Map.ofEntries(
          // What iptables takes for a new chain of the table nat.
          Map.entry(
              CHAIN,
              Pattern.compile(
                  "(?!(PREROUTING|INPUT|OUTPUT|POSTROUTING)$)[A-Za-z0-9_][A-Za-z0-9_-]{0,27}")),
          Map.entry("to-ports", Pattern.compile("(?:[0-9]+(?:-[0-9]+)?)?")),
          Map.entry("v", Pattern.compile("-?[0-9]+")),
          Map.entry("vmodule", Pattern.compile("(?:[^=,]+=[0-9]+(?:,|$))*")),
          Map.entry("stderrthreshold", Pattern.compile("(?i)[0-9]+|info|warning|error|fatal")),
          Map.entry("log_backtrace_at", Pattern.compile("(?:.+:[0-9]+)?")),
          Map.entry("log_dir", Pattern.compile(".*")),
          Map.entry("log_link", Pattern.compile(".*")),
          Map.entry("logbuflevel", Pattern.compile("-?[0-9]+")),
          Map.entry("log_file", Pattern.compile(".*")),
          Map.entry("log_file_max_size", Pattern.compile("[0-9]+")));

  /** The flags after the program, up to the first argument that is none. */
  static List<AgentArgument> of(List<String> commandLine) {
    List<AgentArgument> arguments = new ArrayList<>();
    for (int at = 1; at < commandLine.size() && isFlag(commandLine.get(at)); at++) {
      String text = commandLine.get(at);
      String flag = text.replaceFirst("^--?", "");
      String name = flag.replaceFirst("=.*", "");
      String value = flag.equals(name) ? "true" : flag.substring(name.length() + 1);
      if (VALUES.containsKey(name) && flag.equals(name)) {
        at++;
        // One without the value that it needs is none that the agent knows.
        name = at < commandLine.size() ? name : "";
        value = at < commandLine.size() ? commandLine.get(at) : "";
      }
      arguments.add(new AgentArgument(text, name, value));
    }
    return arguments;
  }

  private static boolean isFlag(String argument) {
    return argument.length() > 1 && argument.startsWith("-") && !argument.equals("--");
  }

  boolean isTrue() {
    return TRUE.contains(value);
  }

  /** Whether it is a switch that is neither on nor off. */
  boolean isUndecided() {
    return SWITCHES.contains(name) && !isTrue() && !FALSE.contains(value);
  }

  /** Whether the agent exits at once for it, or nothing is known of it here. */
  boolean isRefused() {
    Pattern values = VALUES.get(name);
    if (values != null) {
      return value.length() > LIMIT || !values.matcher(value).matches();
    }
    return !SWITCHES.contains(name) || isUndecided();
  }

  /** Whether a variable that is not known here may be all of it, or a part. */
  boolean hasVariable() {
    return text.contains("$") || value.contains("$");
  }
}

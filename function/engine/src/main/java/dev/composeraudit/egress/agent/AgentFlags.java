package dev.composeraudit.egress.agent;

import dev.composeraudit.subject.agent.AgentDaemonSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

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

  // Of a script or a value, in characters. Longer ones are not read, so that whoever writes them
  // does not decide how long that takes.
  private static final int LIMIT = 1000;
  private static final String CHAIN = "masq-chain";
  private static final String GKE_CHAIN = "IP-MASQ";
  // What iptables takes for a new chain of the table nat.
  private static final Pattern CHAIN_NAME =
      Pattern.compile("(?!(PREROUTING|INPUT|OUTPUT|POSTROUTING)$)[A-Za-z0-9_][A-Za-z0-9_-]{0,27}");
  // strconv.ParseBool
  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");
  // The flags of the agent and of klog whose value may be an argument of its own, and the values
  // with which they start.
  private static final Map<String, Pattern> WITH_VALUE =
      Map.ofEntries(
          Map.entry(CHAIN, CHAIN_NAME),
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

  private static final Set<String> SWITCHES = Set.of("nomasq-all-reserved-ranges", "enable-ipv6");
  // Further switches of the agent, of glog and of klog.
  private static final Set<String> OTHERS =
      Set.of(
          "random-fully",
          "add_dir_header",
          "alsologtostderr",
          "logtostderr",
          "one_output",
          "skip_headers",
          "skip_log_headers");
  // As images have it: /ip-masq-agent, ip-masq-agent-amd64.
  private static final Pattern PROGRAM =
      Pattern.compile("(?:.*/)?ip-masq-agent(?:-(?:amd64|arm|arm64|ppc64le|s390x))?");
  private static final Pattern SHELL = Pattern.compile("(?:.*/)?(?:ba|da|a)?sh");
  private static final Pattern SCRIPT_OPTION = Pattern.compile("-[elux]*c");
  // A command without operators, redirections and substitutions. Variables may be arguments.
  private static final Pattern PLAIN_COMMAND =
      Pattern.compile("(?:[\\w./:,=@%+$*\"' \\t-]|\\$\\{\\w+})+");

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
   * @return the flags that are possible: one, or several if they are not known, as when a shell or
   *     another program stands between, or the image does not show its version where that decides
   */
  public static List<AgentFlags> of(AgentDaemonSet daemonSet) {
    AgentImage image = AgentImage.of(daemonSet.image());
    List<AgentFlags> possible = new ArrayList<>();
    for (AgentFlags flags : ofCommandLine(daemonSet.commandLine())) {
      for (boolean cidrLimit : image.possible(AgentImage.Feature.CIDR_LIMIT)) {
        possible.add(new AgentFlags(flags.allReserved, flags.ipv6, flags.gkeChain, cidrLimit));
        if (flags.allReserved && image.possible(AgentImage.Feature.ALL_RESERVED).contains(false)) {
          possible.add(new AgentFlags(false, flags.ipv6, flags.gkeChain, cidrLimit));
        }
      }
    }
    return possible.stream().distinct().toList();
  }

  private static List<AgentFlags> ofCommandLine(List<String> arguments) {
    if (isOpen(arguments)) {
      return ANY;
    }
    boolean allReserved = false;
    boolean ipv6 = false;
    boolean gkeChain = false;
    for (Flag flag : flags(arguments)) {
      if (SWITCHES.contains(flag.name) && !flag.isTrue() && !flag.isFalse()) {
        return ANY;
      }
      switch (flag.name) {
        case "nomasq-all-reserved-ranges" -> allReserved = flag.isTrue();
        case "enable-ipv6" -> ipv6 = flag.isTrue();
        case CHAIN -> gkeChain = flag.value.equals(GKE_CHAIN);
        default -> {}
      }
    }
    return List.of(new AgentFlags(allReserved, ipv6, gkeChain, true));
  }

  /**
   * The first flag for which the agent exits at once, or of which nothing is known here; empty if
   * there is none, or the command line is not the agent's own.
   */
  static Optional<String> refused(AgentDaemonSet daemonSet) {
    // What a variable stands for may be flags, or the value of one.
    List<String> written =
        started(daemonSet.commandLine()).stream()
            .map(word -> word.startsWith("$") ? "-" + word : word)
            .toList();
    return flags(written).stream()
        .filter(flag -> flag.isRefused() && !(flag.text + flag.value).contains("$"))
        .map(Flag::text)
        .findFirst();
  }

  /**
   * Whether the command line is the agent's, or a shell's that starts the agent and does nothing
   * else. One that is not told is taken to be.
   */
  static boolean mayStartTheAgent(AgentDaemonSet daemonSet) {
    List<String> line = started(daemonSet.commandLine());
    return line.isEmpty() || PROGRAM.matcher(line.get(0)).matches();
  }

  /** What is started: of a shell whose script is one plain command, the words of that command. */
  private static List<String> started(List<String> line) {
    if (line.size() < 3
        || !SHELL.matcher(line.get(0)).matches()
        || !SCRIPT_OPTION.matcher(line.get(1)).matches()
        || line.get(2).length() > LIMIT) {
      return line;
    }
    String script = line.get(2).replace("\\\n", " ").strip().replaceFirst("^exec\\s+", "");
    if (!PLAIN_COMMAND.matcher(script).matches()) {
      return line;
    }
    List<String> words = new ArrayList<>(List.of(script.replaceAll("[\"']", "").split("\\s+")));
    int last = words.size() - 1;
    if (words.get(last).equals("$@") || words.get(last).equals("$*")) {
      words.remove(last);
      // The argument after the script is the script's name.
      words.addAll(line.subList(Math.min(line.size(), 4), line.size()));
    }
    return words;
  }

  /** One flag as written, and its value. */
  private record Flag(String text, String name, String value) {
    boolean isTrue() {
      return TRUE.contains(value);
    }

    boolean isFalse() {
      return FALSE.contains(value);
    }

    boolean isRefused() {
      Pattern values = WITH_VALUE.get(name);
      if (values != null) {
        return value.length() > LIMIT || !values.matcher(value).matches();
      }
      return !(SWITCHES.contains(name) || OTHERS.contains(name)) || !(isTrue() || isFalse());
    }
  }

  /** The arguments after the program, up to the first one that is not a flag. */
  private static List<Flag> flags(List<String> commandLine) {
    List<Flag> flags = new ArrayList<>();
    for (int at = 1; at < commandLine.size() && isFlag(commandLine.get(at)); at++) {
      String text = commandLine.get(at);
      String flag = text.replaceFirst("^--?", "");
      String name = flag.replaceFirst("=.*", "");
      String value = flag.equals(name) ? "true" : flag.substring(name.length() + 1);
      if (WITH_VALUE.containsKey(name) && flag.equals(name)) {
        at++;
        // One without the value that it needs is none that the agent knows.
        name = at < commandLine.size() ? name : "";
        value = at < commandLine.size() ? commandLine.get(at) : "";
      }
      flags.add(new Flag(text, name, value));
    }
    return flags;
  }

  /** Whether something else than the agent itself is started, or a shell fills in what it gets. */
  private static boolean isOpen(List<String> commandLine) {
    return commandLine.isEmpty()
        || commandLine.stream().anyMatch(AgentFlags::isShellText)
        || !PROGRAM.matcher(commandLine.get(0)).matches();
  }

  private static boolean isFlag(String argument) {
    return argument.length() > 1 && argument.startsWith("-") && !argument.equals("--");
  }

  private static boolean isShellText(String argument) {
    return argument.chars().anyMatch(Character::isWhitespace) || argument.contains("$(");
  }
}

package dev.composeraudit.egress.agent;

import dev.composeraudit.subject.agent.AgentDaemonSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The command line of the agent's container.
 *
 * @param line the program and its arguments; empty if it is not told
 */
record AgentCommand(List<String> line) {
  // As images have it: /ip-masq-agent, ip-masq-agent-amd64.
  private static final Pattern PROGRAM =
      Pattern.compile("(?:.*/)?ip-masq-agent(?:-(?:amd64|arm|arm64|ppc64le|s390x))?");
  private static final Pattern SHELL = Pattern.compile("(?:.*/)?(?:ba|da|a)?sh");
  private static final Pattern SCRIPT_OPTION = Pattern.compile("-[elux]*c");

  // A command without operators, redirections and substitutions. Variables may be arguments.
  private static final Pattern PLAIN_COMMAND =
      Pattern.compile("(?:[\\w./:,=@%+$*\"' \\t-]|\\$\\{\\w+})+");

  // Of a script, in characters. A longer one is not read, so that whoever writes it does not decide
  // how long that takes.
  private static final int LIMIT = 1000;

  static AgentCommand of(AgentDaemonSet daemonSet) {
    return new AgentCommand(daemonSet.commandLine());
  }

  /** Whether something else than the agent itself is started, or a shell fills in what it gets. */
  boolean isOpen() {
    return line.isEmpty()
        || line.stream().anyMatch(AgentCommand::isShellText)
        || !PROGRAM.matcher(line.get(0)).matches();
  }

  private static boolean isShellText(String argument) {
    return argument.chars().anyMatch(Character::isWhitespace) || argument.contains("$(");
  }

  /** The agent's flags, of a command that is not open. */
  List<AgentArgument> arguments() {
    return AgentArgument.of(line);
  }

  /**
   * Whether it is the agent's, or a shell's that starts the agent and does nothing else. One that
   * is not told is taken to be.
   */
  boolean mayStartTheAgent() {
    List<String> started = started();
    return started.isEmpty() || PROGRAM.matcher(started.get(0)).matches();
  }

  /**
   * The first flag for which the agent exits at once, or of which nothing is known here; empty if
   * there is none.
   *
   * @param hasStatus whether the DaemonSet has a status, which says whether the agent runs. Where
   *     it does, what a variable stands for is none of these.
   */
  Optional<String> refused(boolean hasStatus) {
    // What a variable stands for may be flags, or the value of one.
    List<String> written =
        started().stream().map(word -> word.startsWith("$") ? "-" + word : word).toList();
    return AgentArgument.of(written).stream()
        .filter(argument -> argument.isRefused() && !(hasStatus && argument.hasVariable()))
        .map(AgentArgument::text)
        .findFirst();
  }

  /** What is started: of a shell whose script is one plain command, the words of that command. */
  private List<String> started() {
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
}

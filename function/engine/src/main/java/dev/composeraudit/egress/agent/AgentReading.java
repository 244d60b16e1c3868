package dev.composeraudit.egress.agent;

import java.util.List;

/** How the agent reads a text. */
public sealed interface AgentReading {
  /**
   * It programs the rules.
   *
   * @param ignored keys it does not know, each as written
   */
  record Programmed(AgentConfig config, List<String> ignored) implements AgentReading {
    public Programmed {
      ignored = List.copyOf(ignored);
    }
  }

  /**
   * It refuses the text as a whole, or makes something accidental of it: the rules are those from
   * before, or none, or others than written.
   *
   * @param certain whether it certainly refuses
   * @param why one line for a person
   */
  record Refused(boolean certain, String why) implements AgentReading {}
}

package dev.composeraudit.egress.agent;

import java.util.List;
import java.util.Map;

/** How the agent reads a text. */
public sealed interface AgentReading {
  /**
   * It programs the rules.
   *
   * @param ignored keys it does not know
   * @param settings the keys that it knows but for the list, as they are spelt, with their values
   */
  record Programmed(AgentConfig config, List<IgnoredKey> ignored, Map<String, GoValue> settings)
      implements AgentReading {
    public Programmed {
      ignored = List.copyOf(ignored);
      settings = Map.copyOf(settings);
    }
  }

  /**
   * A key that the agent does not know.
   *
   * @param key as written
   * @param harmless whether nothing about egress would change if it were spelt right
   */
  record IgnoredKey(String key, boolean harmless) {}

  /**
   * It refuses the text as a whole, or it is not known what it makes of it: the rules are those
   * from before, or none, or others than written.
   *
   * @param certain whether it certainly refuses
   * @param why one line for a person
   */
  record Rejected(boolean certain, String why) implements AgentReading {}
}

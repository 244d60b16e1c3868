package dev.composeraudit.egress;

import com.google.gson.JsonPrimitive;
import dev.composeraudit.egress.agent.AgentConfigReader;
import dev.composeraudit.egress.agent.AgentFlags;
import dev.composeraudit.egress.agent.AgentReading;
import dev.composeraudit.egress.agent.GoValue;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.agent.AgentConfigMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The settings in the agent's ConfigMap beside its list. */
public final class AgentSettings {
  private AgentSettings() {}

  /**
   * The settings as the agent spells their keys, each value as YAML and JSON write it.
   *
   * @return empty if the text cannot be read, so that nothing of it may be written anew; an empty
   *     map if there is no text
   */
  public static Optional<Map<String, String>> of(Subject subject) {
    if (!(subject.ipMasqAgentConfig() instanceof Observed.Known<Optional<AgentConfigMap>> config)) {
      return Optional.empty();
    }
    Optional<String> text = config.value().flatMap(AgentConfigMap::config);
    if (text.isEmpty()) {
      return Optional.of(Map.of());
    }
    AgentReading reading =
        AgentConfigReader.read(
            text.get(), new AgentFlags(true, true), ExemptRange.defaults(true).size());
    return reading instanceof AgentReading.Programmed programmed
        ? Optional.of(written(programmed.settings()))
        : Optional.empty();
  }

  private static Map<String, String> written(Map<String, GoValue> settings) {
    Map<String, String> written = new TreeMap<>();
    settings.forEach(
        (key, value) -> {
          if (value instanceof GoValue.Bool bool) {
            written.put(key, String.valueOf(bool.value()));
          } else if (value instanceof GoValue.Numeral number) {
            written.put(key, number.literal());
          } else if (value instanceof GoValue.Text text) {
            written.put(key, new JsonPrimitive(text.value()).toString());
          }
        });
    return written;
  }
}

package dev.composeraudit.subject;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import java.util.Optional;

/**
 * The ConfigMap {@code kube-system/ip-masq-agent}. The agent reads the text of the data key {@code
 * config}, mounted as a file; other keys do not reach it.
 */
public final class AgentConfigMap {
  private final Optional<String> config;

  private AgentConfigMap(Optional<String> config) {
    this.config = config;
  }

  public static AgentConfigMap of(String config) {
    return new AgentConfigMap(Optional.of(config));
  }

  /**
   * Reads the object as the Kubernetes API gives it.
   *
   * @throws MalformedDocumentException if it is another object, or {@code config} is no text
   */
  public static AgentConfigMap of(JsonObject json) throws MalformedDocumentException {
    KubeSystem.check(json, "ConfigMap");
    JsonElement config = Json.object(json, "data").get("config");
    if (config == null || config.isJsonNull()) {
      if (Json.object(json, "binaryData").has("config")) {
        throw new MalformedDocumentException("binaryData.config: must be text, under data");
      }
      return new AgentConfigMap(Optional.empty());
    }
    return of(Json.text(Json.object(json, "data"), "config"));
  }

  /** The text the agent reads; empty if the ConfigMap has no such key, and so does not count. */
  public Optional<String> config() {
    return config;
  }
}

package dev.composeraudit.subject.agent;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The ConfigMap {@code kube-system/ip-masq-agent}.
 *
 * @param otherName namespace and name where they are others; empty for the agent's own
 * @param data its texts by key
 */
public record AgentConfigMap(String otherName, Map<String, String> data) {
  private static final String KEY = "config";

  public AgentConfigMap {
    data = Map.copyOf(data);
  }

  /** A ConfigMap with this text where the agent reads it. */
  public static AgentConfigMap of(String config) {
    return new AgentConfigMap("", Map.of(KEY, config));
  }

  /**
   * Reads the object as the Kubernetes API gives it.
   *
   * @throws MalformedDocumentException if it is another kind of object, or {@code config} is no
   *     text
   */
  public static AgentConfigMap of(JsonObject json) throws MalformedDocumentException {
    String otherName = KubeSystem.otherName(json, "ConfigMap");
    JsonObject data = Json.object(json, "data");
    Map<String, String> texts = new TreeMap<>();
    for (String key : data.keySet()) {
      JsonElement value = data.get(key);
      if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()) {
        texts.put(key, value.getAsString());
      } else if (key.equals(KEY) && !value.isJsonNull()) {
        throw new MalformedDocumentException(key + ": must be a string");
      } else if (!value.isJsonNull()) {
        // The agent does not read it, so that its form does not matter.
        texts.put(key, value.toString());
      }
    }
    JsonObject binary = Json.object(json, "binaryData");
    for (String key : binary.keySet()) {
      texts.putIfAbsent(key, decoded(key, Json.text(binary, key)));
    }
    return new AgentConfigMap(otherName, texts);
  }

  /** {@code binaryData} has files as base64. */
  private static String decoded(String key, String base64) throws MalformedDocumentException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (IllegalArgumentException | CharacterCodingException noText) {
      if (key.equals(KEY)) {
        throw new MalformedDocumentException("binaryData.config: must be text as base64", noText);
      }
      return base64;
    }
  }

  /** The text under the key {@code config}; empty if there is no such key. */
  public Optional<String> config() {
    return text(KEY);
  }

  /** The text under a data key; empty if there is no such key. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(data.get(key));
  }
}

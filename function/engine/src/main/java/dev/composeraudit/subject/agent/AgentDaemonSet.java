package dev.composeraudit.subject.agent;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The DaemonSet {@code kube-system/ip-masq-agent}.
 *
 * @param otherName namespace and name where they are others; empty for the agent's own
 * @param arguments the command and arguments of its container, in order: they show {@code
 *     --enable-ipv6}, {@code --nomasq-all-reserved-ranges} and {@code --masq-chain}
 * @param image of its container; empty if the document does not say
 * @param config which file the container reads its configuration from
 * @param placement which nodes it is meant for
 * @param rollout how far it runs; empty if a document has no status
 */
public record AgentDaemonSet(
    String otherName,
    List<String> arguments,
    String image,
    AgentVolume config,
    AgentPlacement placement,
    Optional<AgentRollout> rollout) {
  private static final String NAME = "ip-masq-agent";

  public AgentDaemonSet {
    arguments = List.copyOf(arguments);
  }

  /**
   * Reads the object as the Kubernetes API gives it.
   *
   * @throws MalformedDocumentException if it is another kind of object or is not readable
   */
  public static AgentDaemonSet of(JsonObject json) throws MalformedDocumentException {
    String otherName = KubeSystem.otherName(json, "DaemonSet");
    JsonObject podSpec = Json.object(Json.object(Json.object(json, "spec"), "template"), "spec");
    JsonObject container = container(podSpec);
    List<String> arguments = new ArrayList<>();
    addStrings(container, "command", arguments);
    addStrings(container, "args", arguments);
    return new AgentDaemonSet(
        otherName,
        arguments,
        Json.text(container, "image"),
        AgentVolume.of(podSpec, container),
        AgentPlacement.of(podSpec),
        AgentRollout.of(json));
  }

  /** Its one container, or the one of several that is named as the agent is. */
  private static JsonObject container(JsonObject podSpec) throws MalformedDocumentException {
    List<JsonObject> containers = Json.objects(podSpec, "containers");
    if (containers.size() < 2) {
      return containers.isEmpty() ? new JsonObject() : containers.get(0);
    }
    for (JsonObject container : containers) {
      if (Json.text(container, "name").equals(NAME)) {
        return container;
      }
    }
    throw new MalformedDocumentException("containers: none of them is named " + NAME);
  }

  private static void addStrings(JsonObject container, String key, List<String> to)
      throws MalformedDocumentException {
    for (JsonElement element : Json.list(container, key)) {
      if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
        throw new MalformedDocumentException(key + ": must be a list of strings");
      }
      to.add(element.getAsString());
    }
  }
}

package dev.composeraudit.subject;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import java.util.ArrayList;
import java.util.List;

/**
 * The DaemonSet {@code kube-system/ip-masq-agent}.
 *
 * @param arguments the command and arguments of its container, in order: they tell {@code
 *     --enable-ipv6}, {@code --nomasq-all-reserved-ranges} and {@code --masq-chain}
 */
public record AgentDaemonSet(List<String> arguments) {
  public AgentDaemonSet {
    arguments = List.copyOf(arguments);
  }

  /**
   * Reads the object as the Kubernetes API gives it.
   *
   * @throws MalformedDocumentException if it is another object or its containers are not readable
   */
  public static AgentDaemonSet of(JsonObject json) throws MalformedDocumentException {
    KubeSystem.check(json, "DaemonSet");
    JsonObject podSpec = Json.object(Json.object(Json.object(json, "spec"), "template"), "spec");
    List<JsonObject> containers = new ArrayList<>(Json.objects(podSpec, "containers"));
    if (containers.size() > 1) {
      containers.removeIf(container -> !isAgent(container));
      if (containers.isEmpty()) {
        throw new MalformedDocumentException("containers: none of them is named ip-masq-agent");
      }
    }
    List<String> arguments = new ArrayList<>();
    for (JsonObject container : containers) {
      addStrings(container, "command", arguments);
      addStrings(container, "args", arguments);
    }
    return new AgentDaemonSet(arguments);
  }

  private static boolean isAgent(JsonObject container) {
    JsonElement name = container.get("name");
    return name != null && name.isJsonPrimitive() && name.getAsString().equals("ip-masq-agent");
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

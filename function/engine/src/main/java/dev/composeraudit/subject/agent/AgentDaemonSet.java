package dev.composeraudit.subject.agent;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The DaemonSet {@code kube-system/ip-masq-agent}.
 *
 * @param otherName namespace and name where they are others; empty for the agent's own
 * @param commandLine the program of its container, which is the agent where the image's own runs,
 *     and its arguments in order: they show {@code --enable-ipv6}, {@code
 *     --nomasq-all-reserved-ranges} and {@code --masq-chain}; empty if the document shows no
 *     container
 * @param image of its container; empty if the document does not say
 * @param config which file the container reads its configuration from
 * @param privileges whether it can change its node's rules
 * @param placement which nodes it is meant for
 * @param rollout how far it runs; empty if a document has no status
 */
public record AgentDaemonSet(
    String otherName,
    List<String> commandLine,
    String image,
    AgentVolume config,
    AgentPrivileges privileges,
    AgentPlacement placement,
    Optional<AgentRollout> rollout) {
  private static final String NAME = "ip-masq-agent";
  private static final Pattern REFERENCE = Pattern.compile("([^$]*)\\$\\(([^()$]+)\\)([^$]*)");
  // No flag is longer. Whoever writes the DaemonSet must not decide how much memory reading takes.
  private static final int VALUE_LIMIT = 256;

  public AgentDaemonSet {
    commandLine = List.copyOf(commandLine);
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
    List<String> commandLine = new ArrayList<>();
    Map<String, String> variables = variables(container);
    addStrings(container, "command", variables, commandLine);
    if (commandLine.isEmpty() && !container.isEmpty()) {
      commandLine.add(NAME);
    }
    addStrings(container, "args", variables, commandLine);
    return new AgentDaemonSet(
        otherName,
        commandLine,
        Json.text(container, "image"),
        AgentVolume.of(json, podSpec, container),
        AgentPrivileges.of(json, podSpec, container),
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
    throw new MalformedDocumentException("containers: no container is named " + NAME);
  }

  private static void addStrings(
      JsonObject container, String key, Map<String, String> variables, List<String> to)
      throws MalformedDocumentException {
    for (JsonElement element : Json.list(container, key)) {
      if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
        throw new MalformedDocumentException(key + ": must be a list of strings");
      }
      to.add(expanded(element.getAsString(), variables));
    }
  }

  /** The values of the container's variables, by name, where they are written. */
  private static Map<String, String> variables(JsonObject container)
      throws MalformedDocumentException {
    Map<String, String> variables = new HashMap<>();
    for (JsonObject variable : Json.objects(container, "env")) {
      String value = Json.text(variable, "value");
      if (!variable.has("valueFrom") && value.length() <= VALUE_LIMIT) {
        variables.put(Json.text(variable, "name"), value);
      }
    }
    return variables;
  }

  /** As Kubernetes puts in the value of a variable; a text with several of them stays as it is. */
  private static String expanded(String text, Map<String, String> variables) {
    Matcher reference = REFERENCE.matcher(text);
    if (!reference.matches()) {
      return text;
    }
    String value = variables.get(reference.group(2));
    return value == null ? text : reference.group(1) + value + reference.group(3);
  }
}

package dev.composeraudit.subject.agent;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the agent's Pods can change the rules of their nodes.
 *
 * @param hostNetwork whether they use their node's network; in one of their own they change nothing
 *     that other Pods' packets pass
 * @param netAdmin whether the container may write iptables rules
 */
public record AgentPrivileges(boolean hostNetwork, boolean netAdmin) {
  /** As GKE's own manifest has it. */
  public static final AgentPrivileges USUAL = new AgentPrivileges(true, true);

  private static final Set<String> CAPABILITIES = Set.of("NET_ADMIN", "CAP_NET_ADMIN", "ALL");

  /** What a cluster has stored leaves out what is false; a document by hand may leave out more. */
  static AgentPrivileges of(JsonObject daemonSet, JsonObject podSpec, JsonObject container)
      throws MalformedDocumentException {
    boolean isStored = AgentRollout.isStored(daemonSet);
    boolean hostNetwork =
        podSpec.has("hostNetwork") ? isTrue(podSpec.get("hostNetwork")) : !isStored;
    JsonObject security = Json.object(container, "securityContext");
    boolean silent = !isStored && !security.has("privileged") && !security.has("capabilities");
    return new AgentPrivileges(
        hostNetwork, silent || isTrue(security.get("privileged")) || hasNetAdmin(security));
  }

  private static boolean hasNetAdmin(JsonObject security) throws MalformedDocumentException {
    for (JsonElement added : Json.list(Json.object(security, "capabilities"), "add")) {
      if (added instanceof JsonPrimitive name && CAPABILITIES.contains(name.getAsString())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTrue(@Nullable JsonElement value) {
    return value instanceof JsonPrimitive bool && bool.isBoolean() && bool.getAsBoolean();
  }
}

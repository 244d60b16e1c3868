package dev.composeraudit.subject.agent;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the agent's Pods can change the rules of their nodes.
 *
 * @param hostNetwork whether they use their node's network; in one of their own they change nothing
 *     that other Pods' packets pass
 * @param netAdmin whether the container may write iptables rules
 * @param doubt one line about what may prevent it all the same; empty if nothing does
 */
public record AgentPrivileges(boolean hostNetwork, boolean netAdmin, Optional<String> doubt) {
  /** As GKE's own manifest has it. */
  public static final AgentPrivileges USUAL = new AgentPrivileges(true, true, Optional.empty());

  /** What a cluster has stored leaves out what is false; a document by hand may leave out more. */
  static AgentPrivileges of(JsonObject daemonSet, JsonObject podSpec, JsonObject container)
      throws MalformedDocumentException {
    boolean isStored = AgentRollout.isStored(daemonSet);
    boolean hostNetwork =
        podSpec.has("hostNetwork") ? isTrue(podSpec.get("hostNetwork")) : !isStored;
    JsonObject security = Json.object(container, "securityContext");
    boolean silent = !isStored && !security.has("privileged") && !security.has("capabilities");
    boolean privileged = isTrue(security.get("privileged"));
    Optional<String> doubt = doubt(podSpec, security);
    return new AgentPrivileges(
        hostNetwork,
        silent || privileged || isNamed(security, "add", "NET_ADMIN"),
        doubt.isPresent() || privileged ? doubt : dropped(security));
  }

  /**
   * Capabilities have no effect for a user other than root, or in another user namespace or kernel.
   */
  private static Optional<String> doubt(JsonObject podSpec, JsonObject security)
      throws MalformedDocumentException {
    if (podSpec.has("hostUsers") && !isTrue(podSpec.get("hostUsers"))) {
      return Optional.of(
          "the agent's Pods have user namespaces of their own; remove hostUsers: false");
    }
    String runtime = Json.text(podSpec, "runtimeClassName");
    if (!runtime.isEmpty()) {
      return Optional.of(
          "the agent's Pods run in the runtime class %s, which may keep them from their node's rules"
              .formatted(Excerpt.of(runtime)));
    }
    JsonObject pod = Json.object(podSpec, "securityContext");
    JsonElement user = either(security, pod, "runAsUser");
    if (!user.isJsonNull()) {
      return user.toString().equals("0")
          ? Optional.empty()
          : Optional.of(
              "the agent's container does not run as root; remove runAsUser: %s"
                  .formatted(Excerpt.of(user.toString())));
    }
    return isTrue(either(security, pod, "runAsNonRoot"))
        ? Optional.of("the agent's container does not run as root; remove runAsNonRoot: true")
        : Optional.empty();
  }

  /** Iptables opens a raw socket, unless it is the variant for nftables. */
  private static Optional<String> dropped(JsonObject security) throws MalformedDocumentException {
    for (String capability : new String[] {"NET_ADMIN", "NET_RAW"}) {
      boolean isDropped =
          isListed(security, "drop", capability)
              || (isListed(security, "drop", "ALL") && !isNamed(security, "add", capability));
      if (isDropped) {
        return Optional.of(
            "the agent's container drops the capability %s, which iptables may need; give it back in securityContext.capabilities"
                .formatted(capability));
      }
    }
    return Optional.empty();
  }

  private static boolean isNamed(JsonObject security, String list, String capability)
      throws MalformedDocumentException {
    return isListed(security, list, capability) || isListed(security, list, "ALL");
  }

  /** Container runtimes take a capability in lower case for the same. */
  private static boolean isListed(JsonObject security, String list, String capability)
      throws MalformedDocumentException {
    for (JsonElement each : Json.list(Json.object(security, "capabilities"), list)) {
      if (each instanceof JsonPrimitive name
          && name.getAsString()
              .toUpperCase(Locale.ROOT)
              .replaceFirst("^CAP_", "")
              .equals(capability)) {
        return true;
      }
    }
    return false;
  }

  /** The container's value; without one, the Pod's. */
  private static JsonElement either(JsonObject container, JsonObject pod, String key) {
    JsonElement own = container.get(key);
    JsonElement value = own == null || own.isJsonNull() ? pod.get(key) : own;
    return value == null ? JsonNull.INSTANCE : value;
  }

  private static boolean isTrue(@Nullable JsonElement value) {
    return value instanceof JsonPrimitive bool && bool.isBoolean() && bool.getAsBoolean();
  }
}

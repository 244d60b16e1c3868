package dev.composeraudit.subject.agent;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which nodes a DaemonSet's Pods are meant for.
 *
 * @param nodeSelector labels that a node must have, by name
 * @param hasAffinity whether affinity rules keep it from some nodes
 * @param tolerations the taints that it tolerates
 */
public record AgentPlacement(
    Map<String, String> nodeSelector, boolean hasAffinity, List<Toleration> tolerations) {
  /**
   * A taint that is tolerated; a text is empty where the object leaves it out.
   *
   * @param exists whether any value of the key is tolerated
   */
  public record Toleration(String key, boolean exists, String value, String effect) {
    /**
     * Whether a taint is tolerated.
     *
     * @param taintEffect as Kubernetes writes it: {@code NoSchedule} or {@code NoExecute}
     */
    public boolean covers(String taintKey, String taintValue, String taintEffect) {
      boolean sameKey = key.isEmpty() ? exists : key.equals(taintKey);
      return sameKey
          && (exists || value.equals(taintValue))
          && (effect.isEmpty() || effect.equals(taintEffect));
    }
  }

  public AgentPlacement {
    nodeSelector = Map.copyOf(nodeSelector);
    tolerations = List.copyOf(tolerations);
  }

  static AgentPlacement of(JsonObject podSpec) throws MalformedDocumentException {
    Map<String, String> labels = new TreeMap<>();
    JsonObject selector = Json.object(podSpec, "nodeSelector");
    for (String label : selector.keySet()) {
      labels.put(label, Json.text(selector, label));
    }
    List<Toleration> tolerations = new ArrayList<>();
    for (JsonObject each : Json.objects(podSpec, "tolerations")) {
      // One that ends after some seconds keeps no agent on a node.
      if (each.has("tolerationSeconds") && !each.get("tolerationSeconds").isJsonNull()) {
        continue;
      }
      tolerations.add(
          new Toleration(
              Json.text(each, "key"),
              Json.text(each, "operator").equals("Exists"),
              Json.text(each, "value"),
              Json.text(each, "effect")));
    }
    return new AgentPlacement(labels, hasAffinity(podSpec), tolerations);
  }

  /** Preferences keep a DaemonSet from no node; a node's name keeps it from all others. */
  private static boolean hasAffinity(JsonObject podSpec) throws MalformedDocumentException {
    if (!Json.text(podSpec, "nodeName").isEmpty()) {
      return true;
    }
    JsonObject affinity = Json.object(podSpec, "affinity");
    for (String kind : affinity.keySet()) {
      if (Json.object(affinity, kind).has("requiredDuringSchedulingIgnoredDuringExecution")) {
        return true;
      }
    }
    return false;
  }
}

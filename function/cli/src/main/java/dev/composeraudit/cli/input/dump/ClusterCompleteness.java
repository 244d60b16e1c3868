package dev.composeraudit.cli.input.dump;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.composeraudit.cli.input.document.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Tells a cluster as GKE returns it from a selection of its fields, as {@code --format='json(name,
 * nodePools.name)'} prints it. What a selection leaves out may be Pod ranges, subnetworks, taints,
 * or that default SNAT is off.
 */
final class ClusterCompleteness {
  private ClusterCompleteness() {}

  static boolean isWhole(JsonObject cluster) {
    return namesItsNetwork(cluster)
        && statesItsRanges(Fields.object(cluster, "ipAllocationPolicy"))
        && (isAutopilot(cluster) || hasWholeNodePools(cluster.get("nodePools")));
  }

  /** GKE does not show the node pools of each Autopilot cluster, and its users don't set them. */
  private static boolean isAutopilot(JsonObject cluster) {
    JsonObject autopilot = Fields.object(cluster, "autopilot");
    return autopilot != null && isTrue(autopilot, "enabled");
  }

  private static boolean namesItsNetwork(JsonObject cluster) {
    return cluster.get("networkConfig") instanceof JsonObject network
        && !(Fields.text(network, "subnetwork") + Fields.text(cluster, "subnetwork")).isBlank();
  }

  /** GKE writes both ranges, or that the cluster uses routes. */
  private static boolean statesItsRanges(@Nullable JsonObject policy) {
    return policy != null
        && (isTrue(policy, "useRoutes")
            || (policy.has("clusterIpv4CidrBlock") && policy.has("servicesIpv4CidrBlock")));
  }

  /** A cluster has a node pool. */
  private static boolean hasWholeNodePools(@Nullable JsonElement pools) {
    return pools instanceof JsonArray array
        && !array.isEmpty()
        && array.asList().stream().allMatch(ClusterCompleteness::isWholeNodePool);
  }

  /** Old ones have no networkConfig. */
  private static boolean isWholeNodePool(JsonElement pool) {
    return pool instanceof JsonObject object
        && object.get("config") instanceof JsonObject config
        && config.has("machineType")
        && (object.has("networkConfig") || object.has("selfLink"));
  }

  private static boolean isTrue(JsonObject object, String key) {
    return new JsonPrimitive(true).equals(object.get(key));
  }
}

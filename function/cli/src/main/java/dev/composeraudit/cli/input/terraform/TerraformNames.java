package dev.composeraudit.cli.input.terraform;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Map;

/** Moves attributes of google_composer_environment to where the REST form has them. */
final class TerraformNames {
  private static final String PRIVATE = "private_environment_config";
  private static final Map<String, String> PRIVATE_CLUSTER =
      Map.of(
          "enable_private_endpoint", "enable_private_endpoint",
          "master_ipv4_cidr_block", "master_ipv4_cidr_block");

  private TerraformNames() {}

  /** The attributes of a resource, their config block by the proto's names. */
  static PlannedValue rest(PlannedValue resource) {
    JsonElement value = resource.value().deepCopy();
    boolean isPrivate = hasPrivateBlock(value);
    JsonElement unknown = moved(resource.unknown().deepCopy());
    moved(value);
    if (isPrivate && config(value) instanceof JsonObject config) {
      markPrivate(config);
    }
    return new PlannedValue(value, unknown, moved(resource.sensitive().deepCopy()));
  }

  /** The provider asks for a private environment wherever the block is written. */
  private static void markPrivate(JsonObject config) {
    if (block(config, PRIVATE) instanceof JsonObject block
        && !(block.get("enable_private_environment") instanceof JsonPrimitive)) {
      block.addProperty("enable_private_environment", true);
    }
  }

  private static boolean hasPrivateBlock(JsonElement resource) {
    return config(resource) instanceof JsonObject config
        && block(config, PRIVATE) instanceof JsonObject;
  }

  private static JsonElement moved(JsonElement resource) {
    if (resource instanceof JsonObject object && object.get("effective_labels") != null) {
      object.add("labels", object.get("effective_labels"));
    }
    if (config(resource) instanceof JsonObject config) {
      moveConfig(config);
    }
    return resource;
  }

  private static void moveConfig(JsonObject config) {
    if (block(config, "node_config") instanceof JsonObject node && node.has("zone")) {
      node.add("location", node.get("zone"));
    }
    if (block(config, "web_server_network_access_control") instanceof JsonObject access
        && access.has("allowed_ip_range")) {
      access.add("allowed_ip_ranges", access.get("allowed_ip_range"));
    }
    if (block(config, PRIVATE) instanceof JsonObject block) {
      JsonObject cluster = new JsonObject();
      PRIVATE_CLUSTER.forEach((from, to) -> move(block, from, cluster, to));
      add(block, "private_cluster_config", cluster);
      JsonObject networking = new JsonObject();
      move(block, "connection_type", networking, "connection_type");
      add(block, "networking_config", networking);
      move(config, "enable_private_environment", block, "enable_private_environment");
      move(config, "enable_private_builds_only", block, "enable_private_builds_only");
    }
  }

  private static void add(JsonObject block, String name, JsonObject inner) {
    if (!inner.isEmpty()) {
      JsonArray list = new JsonArray();
      list.add(inner);
      block.add(name, list);
    }
  }

  private static void move(JsonObject from, String name, JsonObject to, String newName) {
    if (from.has(name)) {
      to.add(newName, from.get(name));
    }
  }

  private static JsonElement config(JsonElement resource) {
    return resource instanceof JsonObject object ? block(object, "config") : JsonNull.INSTANCE;
  }

  /** The one block of a list of blocks; anything else if there is none. */
  private static JsonElement block(JsonObject parent, String name) {
    JsonElement list = parent.get(name) == null ? JsonNull.INSTANCE : parent.get(name);
    return list instanceof JsonArray array && !array.isEmpty() ? array.get(0) : list;
  }
}

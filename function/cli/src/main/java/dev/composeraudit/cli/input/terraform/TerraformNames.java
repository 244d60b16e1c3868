package dev.composeraudit.cli.input.terraform;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/** Moves attributes of google_composer_environment to where the REST form has them. */
final class TerraformNames {
  private static final String PRIVATE = "private_environment_config";

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
      move("enable_private_endpoint", block, cluster);
      move("master_ipv4_cidr_block", block, cluster);
      add(block, "private_cluster_config", cluster);
      JsonObject networking = new JsonObject();
      move("connection_type", block, networking);
      add(block, "networking_config", networking);
      move("enable_private_environment", config, block);
      move("enable_private_builds_only", config, block);
    }
  }

  private static void add(JsonObject block, String name, JsonObject inner) {
    if (!inner.isEmpty()) {
      JsonArray list = new JsonArray();
      list.add(inner);
      block.add(name, list);
    }
  }

  private static void move(String name, JsonObject from, JsonObject to) {
    if (from.has(name)) {
      to.add(name, from.get(name));
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

package dev.composeraudit.acceptance.cloud;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Resources by service and name, and what every Google API does alike: a path with an even number
 * of segments is a resource, with an odd number a collection.
 */
public final class CloudStore {
  /** The service, a space and the resource's name, {@code pubsub projects/p/topics/t}. */
  private final SortedMap<String, JsonObject> resources = new TreeMap<>();

  private final SortedMap<String, JsonObject> policies = new TreeMap<>();

  /** A copy of all resources. */
  public synchronized SortedMap<String, JsonObject> resources() {
    return new TreeMap<>(resources);
  }

  /** A copy of all IAM policies that were set and have bindings. */
  public synchronized SortedMap<String, JsonObject> policies() {
    return new TreeMap<>(policies);
  }

  public synchronized void put(String service, String name, JsonObject resource) {
    resources.put(service + " " + name, resource);
  }

  public synchronized Optional<JsonObject> find(String service, String name) {
    return Optional.ofNullable(resources.get(service + " " + name));
  }

  /** Removes a resource, what lies in it and who may do what with it. */
  public synchronized Optional<JsonObject> remove(String service, String name) {
    String key = service + " " + name;
    resources.keySet().removeIf(other -> other.startsWith(key + "/"));
    policies.remove(key);
    return Optional.ofNullable(resources.remove(key));
  }

  /**
   * The members of a collection, below the collection's own name; those of every location if it is
   * the collection of the location {@code -}.
   */
  public synchronized JsonObject list(String service, String collection) {
    String member =
        Pattern.quote(service + " " + collection + "/").replace("/-/", "/\\E[^/]+\\Q/") + "[^/]+";
    JsonArray members = new JsonArray();
    for (Map.Entry<String, JsonObject> entry : resources.entrySet()) {
      if (entry.getKey().matches(member)) {
        members.add(entry.getValue());
      }
    }
    JsonObject list = new JsonObject();
    list.add(collectionField(collection), members);
    return list;
  }

  /** Sets the fields that a patch gives; those that it leaves out stay. */
  public synchronized Optional<JsonObject> patch(String service, String name, JsonObject change) {
    Optional<JsonObject> found = find(service, name);
    found.ifPresent(
        resource -> {
          for (Map.Entry<String, JsonElement> field : change.entrySet()) {
            resource.add(field.getKey(), field.getValue());
          }
        });
    return found;
  }

  public synchronized JsonObject policy(String service, String name) {
    JsonObject none = new JsonObject();
    none.addProperty("etag", "BwXX");
    none.addProperty("version", 1);
    return policies.getOrDefault(service + " " + name, none);
  }

  public synchronized void setPolicy(String service, String name, JsonObject policy) {
    policy.addProperty("etag", "BwXX");
    if (policy.get("bindings") instanceof JsonArray bindings && !bindings.isEmpty()) {
      policies.put(service + " " + name, policy);
    } else {
      policies.remove(service + " " + name);
    }
  }

  private static String collectionField(String collection) {
    String field = collection.substring(collection.lastIndexOf('/') + 1);
    return field.equals("serviceAccounts") ? "accounts" : field;
  }
}

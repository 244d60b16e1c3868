package dev.composeraudit.sandbox.kubernetes;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The objects that a cluster holds, in memory. Safe for use by many threads. */
public final class KubernetesObjects {
  private static final int CONFIG_MAP_LIMIT = 1024 * 1024;

  private final Clock clock;
  private final Map<Key, JsonObject> objects = new TreeMap<>();
  private long revision = 100;
  private Listener listener = (kind, verb, name) -> {};

  /** Is called for each change. */
  @FunctionalInterface
  public interface Listener {
    /**
     * An object has changed.
     *
     * @param verb {@code create}, {@code update} or {@code delete}
     */
    void changed(KubernetesKind kind, String verb, String name);
  }

  private record Key(KubernetesKind kind, String namespace, String name)
      implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byKind = kind.compareTo(other.kind);
      int bySpace = byKind == 0 ? namespace.compareTo(other.namespace) : byKind;
      return bySpace == 0 ? name.compareTo(other.name) : bySpace;
    }
  }

  /**
   * Some of a list.
   *
   * @param revision of the list as a whole
   * @param remaining how many come after these
   */
  record Page(List<JsonObject> items, long revision, int remaining) {}

  public KubernetesObjects(Clock clock) {
    this.clock = clock;
  }

  public synchronized void listen(Listener added) {
    listener = added;
  }

  public synchronized JsonObject get(KubernetesKind kind, String namespace, String name)
      throws KubernetesStatus {
    JsonObject object = objects.get(new Key(kind, namespace, name));
    if (object == null) {
      throw KubernetesStatus.notFound(kind, name);
    }
    return object.deepCopy();
  }

  /**
   * Lists by name.
   *
   * @param namespace blank = all
   * @param after only names that come later; blank = from the start
   */
  public synchronized Page list(KubernetesKind kind, String namespace, String after, int limit) {
    List<JsonObject> items = new ArrayList<>();
    int remaining = 0;
    for (Map.Entry<Key, JsonObject> entry : objects.entrySet()) {
      Key key = entry.getKey();
      if (key.kind() == kind
          && (namespace.isEmpty() || key.namespace().equals(namespace))
          && key.name().compareTo(after) > 0) {
        if (items.size() < limit) {
          items.add(entry.getValue().deepCopy());
        } else {
          remaining++;
        }
      }
    }
    return new Page(items, revision, remaining);
  }

  public synchronized JsonObject create(KubernetesKind kind, String namespace, JsonObject object)
      throws KubernetesStatus {
    JsonObject created = add(kind, namespace, object);
    listener.changed(kind, "create", nameOf(created));
    return created;
  }

  /** Creates an object without calling the listener. */
  public synchronized JsonObject add(KubernetesKind kind, String namespace, JsonObject object)
      throws KubernetesStatus {
    String name = nameOf(object);
    Key key = new Key(kind, namespace, name);
    if (objects.containsKey(key)) {
      throw KubernetesStatus.alreadyExists(kind, name);
    }
    validate(kind, name, object);
    JsonObject created = stamp(kind, namespace, name, object.deepCopy());
    JsonObject metadata = created.getAsJsonObject("metadata");
    metadata.addProperty("uid", UUID.randomUUID().toString());
    metadata.addProperty(
        "creationTimestamp", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    metadata.addProperty("generation", 1);
    objects.put(key, created);
    return created.deepCopy();
  }

  /** Puts an object in the place of the one of that name. */
  public synchronized JsonObject replace(
      KubernetesKind kind, String namespace, String name, JsonObject object)
      throws KubernetesStatus {
    JsonObject old = get(kind, namespace, name).getAsJsonObject("metadata");
    validate(kind, name, object);
    JsonObject replaced = stamp(kind, namespace, name, object.deepCopy());
    JsonObject metadata = replaced.getAsJsonObject("metadata");
    metadata.add("uid", old.get("uid"));
    metadata.add("creationTimestamp", old.get("creationTimestamp"));
    metadata.addProperty("generation", old.get("generation").getAsInt() + 1);
    objects.put(new Key(kind, namespace, name), replaced);
    listener.changed(kind, "update", name);
    return replaced.deepCopy();
  }

  public synchronized JsonObject delete(KubernetesKind kind, String namespace, String name)
      throws KubernetesStatus {
    JsonObject deleted = get(kind, namespace, name);
    objects.remove(new Key(kind, namespace, name));
    revision++;
    listener.changed(kind, "delete", name);
    return deleted;
  }

  private JsonObject stamp(KubernetesKind kind, String namespace, String name, JsonObject object) {
    object.addProperty("apiVersion", kind.groupVersion());
    object.addProperty("kind", kind.kind());
    JsonObject metadata =
        object.get("metadata") instanceof JsonObject given ? given : new JsonObject();
    object.add("metadata", metadata);
    metadata.addProperty("name", name);
    if (!namespace.isEmpty()) {
      metadata.addProperty("namespace", namespace);
    }
    revision++;
    metadata.addProperty("resourceVersion", Long.toString(revision));
    return object;
  }

  private static String nameOf(JsonObject object) throws KubernetesStatus {
    if (object.get("metadata") instanceof JsonObject metadata
        && metadata.get("name") instanceof JsonPrimitive name
        && !name.getAsString().isEmpty()) {
      return name.getAsString();
    }
    throw KubernetesStatus.badRequest("name or generateName is required");
  }

  private static void validate(KubernetesKind kind, String name, JsonObject object)
      throws KubernetesStatus {
    if (kind == KubernetesKind.CONFIG_MAP && object.toString().length() > CONFIG_MAP_LIMIT) {
      throw KubernetesStatus.invalid(
          kind,
          name,
          "[]",
          "FieldValueTooLong",
          "Too long: must have at most " + CONFIG_MAP_LIMIT + " bytes");
    }
    if (kind == KubernetesKind.EGRESS_NAT_POLICY) {
      validatePolicy(name, object);
    }
  }

  /** As GKE's custom resource definition demands. */
  private static void validatePolicy(String name, JsonObject object) throws KubernetesStatus {
    JsonObject spec = object.get("spec") instanceof JsonObject given ? given : new JsonObject();
    if (!spec.has("action") || !spec.has("destinations")) {
      throw KubernetesStatus.invalid(
          KubernetesKind.EGRESS_NAT_POLICY,
          name,
          spec.has("action") ? "spec.destinations" : "spec.action",
          "FieldValueRequired",
          "Required value");
    }
    String action = spec.get("action").getAsString();
    if (!action.equals("NoSNAT")) {
      throw KubernetesStatus.invalid(
          KubernetesKind.EGRESS_NAT_POLICY,
          name,
          "spec.action",
          "FieldValueNotSupported",
          "Unsupported value: \"%s\": supported values: \"NoSNAT\"".formatted(action));
    }
  }
}

package dev.composeraudit.subject.agent;

import com.google.common.io.Files;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import java.util.List;
import java.util.Set;

/**
 * Where the agent's file {@code /etc/config/ip-masq-agent} comes from.
 *
 * @param kind what the container has mounted there
 * @param configMap the name of the ConfigMap, or empty
 * @param key the data key whose text is the file, or empty
 * @param optional whether a Pod starts without that ConfigMap or key
 */
public record AgentVolume(Kind kind, String configMap, String key, boolean optional) {
  private static final String FOLDER = "/etc/config";
  private static final String FILE = "ip-masq-agent";

  /** What is mounted at the path from which the agent reads its configuration. */
  public enum Kind {
    /** A data key of a ConfigMap. */
    CONFIG_MAP,
    /** Nothing: the agent uses its defaults. */
    NOTHING,
    /** Something that is not read here: another kind of volume, or a mount of a single file. */
    OTHER
  }

  /** As GKE and the agent's own manifest have it: the key {@code config} of the ConfigMap. */
  public static final AgentVolume USUAL =
      new AgentVolume(Kind.CONFIG_MAP, "ip-masq-agent", "config", true);

  private static final AgentVolume NOTHING = new AgentVolume(Kind.NOTHING, "", "", true);
  private static final AgentVolume OTHER = new AgentVolume(Kind.OTHER, "", "", true);

  /**
   * Whether a Pod does not start with a ConfigMap of these keys, and a running one keeps what it
   * had. Without a list of items, in which the file has its own name as the key, any keys will do.
   *
   * @param keys empty if there is no ConfigMap
   */
  public boolean needsMoreThan(Set<String> keys) {
    return !optional && !keys.contains(key) && (keys.isEmpty() || !key.equals(FILE));
  }

  /**
   * Reads a Pod's volumes. A document by hand that has none, or no container, is taken to mean the
   * usual one; what a cluster has stored leaves none out.
   */
  static AgentVolume of(JsonObject daemonSet, JsonObject podSpec, JsonObject container)
      throws MalformedDocumentException {
    List<JsonObject> mounts = Json.objects(container, "volumeMounts");
    List<JsonObject> volumes = Json.objects(podSpec, "volumes");
    boolean silent = container.isEmpty() || (mounts.isEmpty() && volumes.isEmpty());
    if (silent && !AgentRollout.isStored(daemonSet)) {
      return USUAL;
    }
    AgentVolume found = NOTHING;
    boolean isBelow = false;
    for (JsonObject mount : mounts) {
      String path = Files.simplifyPath("/" + Json.text(mount, "mountPath")).replaceFirst("/$", "");
      if (path.equals(FOLDER) && isWhole(mount) && found.equals(NOTHING)) {
        found = of(volumes, Json.text(mount, "name"));
      } else if ((path + "/").startsWith(FOLDER + "/")) {
        return OTHER;
      } else {
        isBelow |= FOLDER.startsWith(path + "/");
      }
    }
    return isBelow && found.equals(NOTHING) ? OTHER : found;
  }

  private static boolean isWhole(JsonObject mount) throws MalformedDocumentException {
    return Json.text(mount, "subPath").isEmpty() && Json.text(mount, "subPathExpr").isEmpty();
  }

  private static AgentVolume of(List<JsonObject> volumes, String name)
      throws MalformedDocumentException {
    for (JsonObject volume : volumes) {
      if (Json.text(volume, "name").equals(name)) {
        return volume.has("configMap") ? ofConfigMap(Json.object(volume, "configMap")) : OTHER;
      }
    }
    return OTHER;
  }

  /** Without a list of items each data key is a file of its own name. */
  private static AgentVolume ofConfigMap(JsonObject source) throws MalformedDocumentException {
    String name = Json.text(source, "name");
    boolean optional =
        source.get("optional") instanceof JsonPrimitive flag
            && flag.isBoolean()
            && flag.getAsBoolean();
    List<JsonObject> items = Json.objects(source, "items");
    if (items.isEmpty()) {
      return new AgentVolume(Kind.CONFIG_MAP, name, FILE, optional);
    }
    for (JsonObject item : items) {
      if (Files.simplifyPath(Json.text(item, "path")).equals(FILE)) {
        return new AgentVolume(Kind.CONFIG_MAP, name, Json.text(item, "key"), optional);
      }
    }
    return NOTHING;
  }
}

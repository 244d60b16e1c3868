package dev.composeraudit.subject.agent;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import java.util.List;

/**
 * Where the agent's file {@code /etc/config/ip-masq-agent} comes from.
 *
 * @param kind what the container has mounted there
 * @param configMap the name of the ConfigMap, or empty
 * @param key the data key whose text is the file, or empty
 */
public record AgentVolume(Kind kind, String configMap, String key) {
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
      new AgentVolume(Kind.CONFIG_MAP, "ip-masq-agent", "config");

  private static final AgentVolume NOTHING = new AgentVolume(Kind.NOTHING, "", "");
  private static final AgentVolume OTHER = new AgentVolume(Kind.OTHER, "", "");

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
    for (JsonObject mount : mounts) {
      String path = Json.text(mount, "mountPath").replaceFirst("/+$", "");
      if (path.equals(FOLDER) && Json.text(mount, "subPath").isEmpty()) {
        return of(volumes, Json.text(mount, "name"));
      }
      if (path.startsWith(FOLDER) || FOLDER.startsWith(path + "/")) {
        return OTHER;
      }
    }
    return NOTHING;
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
    List<JsonObject> items = Json.objects(source, "items");
    if (items.isEmpty()) {
      return new AgentVolume(Kind.CONFIG_MAP, name, FILE);
    }
    for (JsonObject item : items) {
      if (Json.text(item, "path").equals(FILE)) {
        return new AgentVolume(Kind.CONFIG_MAP, name, Json.text(item, "key"));
      }
    }
    return NOTHING;
  }
}

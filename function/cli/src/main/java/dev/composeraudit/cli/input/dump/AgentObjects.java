package dev.composeraudit.cli.input.dump;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.composeraudit.cli.input.document.DocumentKind;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.subject.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ConfigMap and the DaemonSet {@code kube-system/ip-masq-agent} in a dump.
 *
 * @param parts what the dump says of them; null if it shows that there is none
 * @param problems one line each
 */
record AgentObjects(Map<Part<?>, JsonElement> parts, List<String> problems) {
  static AgentObjects of(Dump dump) {
    AgentObjects objects = new AgentObjects(new LinkedHashMap<>(), new ArrayList<>());
    objects.add(dump, Part.IP_MASQ_AGENT_CONFIG, DocumentKind.AGENT_CONFIG, "ConfigMap");
    objects.add(dump, Part.IP_MASQ_AGENT_DAEMON_SET, DocumentKind.AGENT_DAEMON_SET, "DaemonSet");
    objects.refuseSecondAgent(dump);
    if (objects.parts.isEmpty() && objects.problems.isEmpty()) {
      objects.problems.add(
          dump.file().path()
              + ": --agent-config: has no ConfigMap or DaemonSet kube-system/ip-masq-agent; give"
              + " what kubectl -n kube-system get configmap,daemonset ip-masq-agent -o json"
              + " prints");
    }
    return objects;
  }

  /**
   * A list of a namespace's objects shows that there is none of this name; a DaemonSet that seems
   * to be the agent under another name is then judged as such.
   */
  private void add(Dump dump, Part<?> part, DocumentKind kind, String name) {
    List<JsonObject> found = dump.of(kind).stream().filter(AgentObjects::isInKubeSystem).toList();
    if (found.stream().distinct().count() > 1) {
      problems.add(
          "%s: --agent-config: has two different %ss kube-system/ip-masq-agent; give those of one cluster"
              .formatted(dump.file().path(), name));
    } else if (!found.isEmpty()) {
      parts.put(part, found.get(0));
    } else if (dump.isList()
        && dump.objects().stream()
            .anyMatch(each -> Fields.text(each, "kind").equals(name) && isInKubeSystem(each))) {
      parts.put(
          part,
          dump.objects().stream()
              .filter(each -> name.equals("DaemonSet") && OtherAgent.isOne(each))
              .<JsonElement>map(each -> each)
              .findFirst()
              .orElse(JsonNull.INSTANCE));
    }
  }

  /** What two agents write together is not known: a packet may be masqueraded by either. */
  private void refuseSecondAgent(Dump dump) {
    List<JsonObject> agents =
        dump.of(DocumentKind.AGENT_DAEMON_SET).stream()
            .filter(AgentObjects::isInKubeSystem)
            .toList();
    Optional<JsonObject> second =
        dump.objects().stream()
            .filter(each -> OtherAgent.isOne(each) && !agents.contains(each))
            .findFirst();
    if (!agents.isEmpty() && second.isPresent()) {
      parts.remove(Part.IP_MASQ_AGENT_DAEMON_SET);
      problems.add(
          "%s: --agent-config: the DaemonSet %s seems to masquerade beside kube-system/ip-masq-agent, and what both do is not known"
              .formatted(
                  dump.file().path(),
                  Excerpt.of(
                      Fields.text(Fields.object(second.orElseThrow(), "metadata"), "name"))));
    }
  }

  private static boolean isInKubeSystem(JsonObject object) {
    String namespace = Fields.text(Fields.object(object, "metadata"), "namespace");
    return namespace.isEmpty() || namespace.equals("kube-system");
  }
}

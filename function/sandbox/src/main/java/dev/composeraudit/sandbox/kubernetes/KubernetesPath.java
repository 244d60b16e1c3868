package dev.composeraudit.sandbox.kubernetes;

import java.util.List;
import java.util.Optional;

/**
 * Which objects a request to the Kubernetes API is about.
 *
 * @param group blank for the core group
 * @param namespace blank for what is at the cluster scope
 * @param name blank for all of them
 */
record KubernetesPath(String group, String version, String namespace, String plural, String name) {

  /**
   * Reads a decoded path; what follows the name is ignored. Empty if it names no kind of object.
   */
  static Optional<KubernetesPath> parse(String path) {
    List<String> parts = List.of(path.substring(1).split("/", -1));
    if (parts.get(0).equals("api") && parts.size() > 2) {
      return Optional.of(of("", parts.get(1), parts.subList(2, parts.size())));
    }
    if (parts.get(0).equals("apis") && parts.size() > 3) {
      return Optional.of(of(parts.get(1), parts.get(2), parts.subList(3, parts.size())));
    }
    return Optional.empty();
  }

  private static KubernetesPath of(String group, String version, List<String> rest) {
    boolean namespaced = rest.get(0).equals("namespaces") && rest.size() > 2;
    List<String> object = namespaced ? rest.subList(2, rest.size()) : rest;
    return new KubernetesPath(
        group,
        version,
        namespaced ? rest.get(1) : "",
        object.get(0),
        object.size() > 1 ? object.get(1) : "");
  }
}

package dev.composeraudit.sandbox.kubernetes;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of objects that a cluster's API serves. */
public enum KubernetesKind {
  CONFIG_MAP("", "v1", "configmaps", "ConfigMap", true),
  NODE("", "v1", "nodes", "Node", false),
  DAEMON_SET("apps", "v1", "daemonsets", "DaemonSet", true),
  EGRESS_NAT_POLICY("networking.gke.io", "v1", "egressnatpolicies", "EgressNATPolicy", false);

  private final String group;
  private final String version;
  private final String plural;
  private final String kind;
  private final boolean namespaced;

  KubernetesKind(String group, String version, String plural, String kind, boolean namespaced) {
    this.group = group;
    this.version = version;
    this.plural = plural;
    this.kind = kind;
    this.namespaced = namespaced;
  }

  public static Optional<KubernetesKind> of(String group, String version, String plural) {
    return Arrays.stream(values())
        .filter(it -> it.group.equals(group))
        .filter(it -> it.version.equals(version))
        .filter(it -> it.plural.equals(plural))
        .findFirst();
  }

  /** Blank for the core group. */
  public String group() {
    return group;
  }

  public String version() {
    return version;
  }

  /** {@code v1}, {@code apps/v1}. */
  String groupVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  String plural() {
    return plural;
  }

  public String kind() {
    return kind;
  }

  boolean namespaced() {
    return namespaced;
  }

  /** {@code configmaps}, {@code daemonsets.apps}. */
  public String resource() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /** {@code ConfigMap}, {@code EgressNATPolicy.networking.gke.io}. */
  String qualified() {
    return group.isEmpty() ? kind : kind + "." + group;
  }
}

package dev.composeraudit.sandbox.faults;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The calls that an auditor makes, each with the IAM permission that it takes. */
enum ApiCall {
  GET_ENVIRONMENT(
      "composer.environments.get",
      "GET",
      "/v1(?:beta1)?/projects/[^/]+/locations/[^/]+/environments/[^/]+"),
  GET_CLUSTER("container.clusters.get", "GET", "/v1/projects/[^/]+/locations/[^/]+/clusters/[^/]+"),
  GET_SUBNETWORK(
      "compute.subnetworks.get",
      "GET",
      "/compute/v1/projects/[^/]+/regions/[^/]+/subnetworks/[^/]+"),
  LIST_EGRESS_NAT_POLICIES(
      "container.thirdPartyObjects.list",
      "GET",
      "/apis/networking\\.gke\\.io/v1/egressnatpolicies"),
  GET_CONFIG_MAP(
      "container.configMaps.get", "GET", "/api/v1/namespaces/kube-system/configmaps/ip-masq-agent"),
  GET_DAEMON_SET(
      "container.daemonSets.get",
      "GET",
      "/apis/apps/v1/namespaces/kube-system/daemonsets/ip-masq-agent"),
  LIST_ENVIRONMENTS(
      "composer.environments.list", "GET", "/v1/projects/[^/]+/locations/[^/]+/environments"),
  SEARCH_ASSETS("cloudasset.assets.searchAllResources", "GET", "/v1/.*:searchAllResources"),
  LIST_LOG_ENTRIES("logging.logEntries.list", "POST", "/v2/entries:list"),
  GENERATE_TOKEN(
      "iam.serviceAccounts.getAccessToken",
      "POST",
      "/v1/projects/-/serviceAccounts/[^/:]+:generateAccessToken"),
  PUBLISH("pubsub.topics.publish", "POST", "/v1/projects/[^/]+/topics/[^/]+:publish"),
  LIST_FINDINGS("securitycenter.findings.list", "GET", "/v2/organizations/.*/findings"),
  UPDATE_FINDING("securitycenter.findings.update", "PATCH", "/v2/organizations/.*/findings/[^/:]+"),
  SET_FINDING_STATE(
      "securitycenter.findings.setState", "POST", "/v2/organizations/.*/findings/[^/:]+:setState"),
  /** Beside any other call, if it comes by a cluster's DNS endpoint. */
  CONNECT("container.clusters.connect", "", "(?!)");

  private final String permission;
  private final String method;
  private final Pattern path;

  ApiCall(String permission, String method, String path) {
    this.permission = permission;
    this.method = method;
    this.path = Pattern.compile(path);
  }

  /** The call that a request is; empty if it is none of these. */
  static Optional<ApiCall> of(String method, String path) {
    return Arrays.stream(values())
        .filter(call -> call.method.equals(method) && call.path.matcher(path).matches())
        .findFirst();
  }

  static Optional<ApiCall> ofPermission(String permission) {
    return Arrays.stream(values()).filter(it -> it.permission.equals(permission)).findFirst();
  }

  String permission() {
    return permission;
  }

  /** Whether a cluster's own API serves it, over TLS. */
  boolean isKubernetes() {
    return this == LIST_EGRESS_NAT_POLICIES || this == GET_CONFIG_MAP || this == GET_DAEMON_SET;
  }
}

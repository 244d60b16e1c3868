package dev.composeraudit.fetch.api;

/**
 * The kinds of resources that are read: their names for a person, and the permission to read them.
 */
public enum ResourceKind {
  ENVIRONMENT(
      "environment",
      "composer.googleapis.com",
      "google.cloud.orchestration.airflow.service.v1.Environments.GetEnvironment",
      "composer.environments.get",
      "roles/composer.user"),
  CLUSTER(
      "cluster",
      "container.googleapis.com",
      "google.container.v1.ClusterManager.GetCluster",
      "container.clusters.get",
      "roles/container.clusterViewer"),
  SUBNETWORK(
      "subnetwork",
      "compute.googleapis.com",
      "v1.compute.subnetworks.get",
      "compute.subnetworks.get",
      "roles/compute.networkViewer"),
  EGRESS_NAT_POLICIES(
      "EgressNATPolicies of cluster",
      "container.googleapis.com",
      "io.gke.networking.v1.egressnatpolicies.list",
      "container.thirdPartyObjects.list",
      "roles/container.viewer"),
  AGENT_CONFIG_MAP(
      "ConfigMap kube-system/ip-masq-agent of cluster",
      "container.googleapis.com",
      "io.k8s.core.v1.configmaps.get",
      "container.configMaps.get",
      "roles/container.viewer"),
  ASSETS(
      "Composer environments among the assets of",
      "cloudasset.googleapis.com",
      "google.cloud.asset.v1.AssetService.SearchAllResources",
      "cloudasset.assets.searchAllResources",
      "roles/cloudasset.viewer"),
  ENVIRONMENTS(
      "environments of",
      "composer.googleapis.com",
      "google.cloud.orchestration.airflow.service.v1.Environments.ListEnvironments",
      "composer.environments.list",
      "roles/composer.user"),
  REGIONS(
      "regions of",
      "compute.googleapis.com",
      "v1.compute.regions.list",
      "compute.regions.list",
      "roles/compute.viewer"),
  LOG_ENTRIES(
      "the audit's own log entries of",
      "logging.googleapis.com",
      "google.logging.v2.LoggingServiceV2.ListLogEntries",
      "logging.logEntries.list",
      "roles/logging.viewer"),
  AGENT_DAEMON_SET(
      "DaemonSet kube-system/ip-masq-agent of cluster",
      "container.googleapis.com",
      "io.k8s.apps.v1.daemonsets.get",
      "container.daemonSets.get",
      "roles/container.viewer");

  private final String noun;
  private final String service;
  private final String method;
  private final String permission;
  private final String role;

  ResourceKind(String noun, String service, String method, String permission, String role) {
    this.noun = noun;
    this.service = service;
    this.method = method;
    this.permission = permission;
    this.role = role;
  }

  /** The kind as a noun, for messages; the resource name follows it. */
  String noun() {
    return noun;
  }

  /** The API's service name, as Service Usage and VPC Service Controls know it. */
  String service() {
    return service;
  }

  /** The method as audit logs name it. */
  String method() {
    return method;
  }

  /** The IAM permission that reading one takes. */
  String permission() {
    return permission;
  }

  /** The smallest predefined role with that permission. */
  String role() {
    return role;
  }
}

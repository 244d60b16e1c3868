package dev.composeraudit;

import com.google.gson.JsonObject;

/** What GKE and a cluster's Kubernetes API answer, and pieces of it. */
final class ClusterDocuments {
  /** A Composer 2 cluster: Autopilot with Dataplane V2. */
  static final String AUTOPILOT =
      """
      "autopilot": {"enabled": true}, "clusterIpv4Cidr": "192.168.0.0/16",
      "servicesIpv4Cidr": "10.2.0.0/20", "ipAllocationPolicy": {"useIpAliases": true}\
      """;

  /** A Composer 1 cluster: Standard, without Dataplane V2. */
  static final String STANDARD =
      """
      "clusterIpv4Cidr": "192.168.0.0/16", "servicesIpv4Cidr": "10.2.0.0/20",
      "ipAllocationPolicy": {"useIpAliases": true}\
      """;

  /** The agent's DaemonSet, with the arguments that GKE gives it, on every node. */
  static final String AGENT_DAEMON_SET =
      """
      {"kind": "DaemonSet", "apiVersion": "apps/v1",
       "metadata": {"name": "ip-masq-agent", "namespace": "kube-system", "generation": 1},
       "spec": {"template": {"spec": {
         "hostNetwork": true, "tolerations": [{"operator": "Exists"}],
         "containers": [{"name": "ip-masq-agent",
           "image": "gke.gcr.io/ip-masq-agent:v2.12.6",
           "args": ["--masq-chain=IP-MASQ", "--nomasq-all-reserved-ranges"]}]}}},
       "status": {"desiredNumberScheduled": 3, "currentNumberScheduled": 3, "numberReady": 3,
         "updatedNumberScheduled": 3, "numberMisscheduled": 0, "observedGeneration": 1}}
      """;

  private ClusterDocuments() {}

  static String policy(String name, String... cidrs) {
    StringBuilder destinations = new StringBuilder();
    for (String cidr : cidrs) {
      destinations.append(destinations.isEmpty() ? "" : ",").append("{\"cidr\": \"" + cidr + "\"}");
    }
    return policyOf(name, "NoSNAT", destinations.toString());
  }

  static String policyOf(String name, String action, String destinations) {
    return """
    {"metadata": {"name": "%s"}, "spec": {"action": "%s", "destinations": [%s]}}\
    """
        .formatted(name, action, destinations);
  }

  /** GKE's own: it keeps the cluster's ranges. */
  static String managed() {
    return policy("gke-bbfa6c0e-1", "10.1.0.0/20", "192.168.0.0/16", "10.2.0.0/20");
  }

  /** The agent's ConfigMap with this configuration. */
  static String agentConfig(String text) {
    JsonObject data = new JsonObject();
    data.addProperty("config", text);
    return """
    {"kind": "ConfigMap", "apiVersion": "v1", "data": %s,
     "metadata": {"name": "ip-masq-agent", "namespace": "kube-system"}}
    """
        .formatted(data);
  }
}

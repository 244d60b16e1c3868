package dev.composeraudit.sandbox.gke;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;

/** The Kubernetes objects that GKE and Composer put into a cluster. */
public final class ClusterObjects {
  private ClusterObjects() {}

  /**
   * The agent's ConfigMap: nodes and Pods keep their addresses among each other; on Standard
   * nothing is implicit.
   */
  static JsonObject agentConfig(AddressPlan addresses) {
    JsonObject data = new JsonObject();
    data.addProperty(
        "config",
        "nonMasqueradeCIDRs:\n- %s\n- %s\n".formatted(addresses.nodes(), addresses.pods()));
    JsonObject config = named("ip-masq-agent");
    config.add("data", data);
    return config;
  }

  /** The agent's DaemonSet, with the arguments that GKE gives it, on every node. */
  static JsonObject agentDaemonSet() {
    JsonObject daemonSet = named("ip-masq-agent");
    daemonSet.add(
        "spec",
        JsonParser.parseString(
            """
            {"template": {"spec": {"hostNetwork": true, "containers": [{"name": "ip-masq-agent",
              "image": "gke.gcr.io/ip-masq-agent:v2.12.6",
              "args": ["--masq-chain=IP-MASQ", "--nomasq-all-reserved-ranges"],
              "securityContext": {"capabilities": {"drop": ["ALL"], "add": ["NET_ADMIN", "NET_RAW"]}},
              "volumeMounts": [{"name": "config", "mountPath": "/etc/config"}]}],
              "volumes": [{"name": "config", "configMap": {"name": "ip-masq-agent", "optional": true,
                "items": [{"key": "config", "path": "ip-masq-agent"}]}}]}}}
            """));
    daemonSet.add(
        "status",
        JsonParser.parseString(
            """
            {"currentNumberScheduled": 3, "desiredNumberScheduled": 3, "numberMisscheduled": 0,
             "numberReady": 3, "numberAvailable": 3, "updatedNumberScheduled": 3,
             "observedGeneration": 1}
            """));
    return daemonSet;
  }

  /** An EgressNATPolicy that keeps the addresses of Pods for these destinations. */
  public static JsonObject policy(String policyName, List<String> cidrs) {
    JsonArray destinations = new JsonArray();
    for (String cidr : cidrs) {
      JsonObject destination = new JsonObject();
      destination.addProperty("cidr", cidr);
      destinations.add(destination);
    }
    JsonObject spec = new JsonObject();
    spec.addProperty("action", "NoSNAT");
    spec.add("destinations", destinations);
    JsonObject policy = named(policyName);
    policy.add("spec", spec);
    return policy;
  }

  private static JsonObject named(String objectName) {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("name", objectName);
    JsonObject object = new JsonObject();
    object.add("metadata", metadata);
    return object;
  }
}

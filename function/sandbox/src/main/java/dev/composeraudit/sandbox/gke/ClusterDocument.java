package dev.composeraudit.sandbox.gke;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.composeraudit.sandbox.kubernetes.KubernetesDiscovery;

/**
 * A cluster as GKE's REST API shows it, as far as anybody here reads it.
 *
 * @param address of its Kubernetes API, {@code 127.0.0.1:PORT}; it is used in place of a public
 *     address
 * @param dnsAddress where its DNS endpoint takes traffic from outside; blank if it takes none
 * @param isPrivate whether it has no public endpoint
 * @param authority the certificate authority's certificate, base64 of PEM
 */
public record ClusterDocument(
    String id,
    String location,
    String network,
    String subnetwork,
    AddressPlan addresses,
    String address,
    String dnsAddress,
    ManagedCluster.Mode mode,
    boolean isPrivate,
    String authority) {
  /** Where nobody outside of the VPC gets to. */
  private static final String PRIVATE_ADDRESS = "172.16.0.2";

  public JsonObject json() {
    JsonObject cluster = new JsonObject();
    cluster.addProperty("name", id);
    cluster.addProperty("location", location);
    cluster.addProperty("status", "RUNNING");
    cluster.add("autopilot", autopilot());
    cluster.addProperty("currentMasterVersion", KubernetesDiscovery.VERSION);
    cluster.addProperty("currentNodeVersion", KubernetesDiscovery.VERSION);
    cluster.addProperty("initialClusterVersion", KubernetesDiscovery.VERSION);
    cluster.addProperty("clusterIpv4Cidr", addresses.pods());
    cluster.addProperty("servicesIpv4Cidr", addresses.services());
    cluster.add("ipAllocationPolicy", ipAllocationPolicy());
    cluster.addProperty("network", lastPart(network));
    cluster.addProperty("subnetwork", lastPart(subnetwork));
    cluster.add("networkConfig", networkConfig());
    if (mode != ManagedCluster.Mode.AUTOPILOT) {
      cluster.add("nodePools", nodePools());
    }
    cluster.addProperty("endpoint", isPrivate ? PRIVATE_ADDRESS : address);
    cluster.add("controlPlaneEndpointsConfig", endpoints());
    cluster.add("masterAuth", object("clusterCaCertificate", new JsonPrimitive(authority)));
    return cluster;
  }

  /** Of a Standard cluster it is empty. */
  private JsonObject autopilot() {
    return mode == ManagedCluster.Mode.AUTOPILOT
        ? object("enabled", new JsonPrimitive(true))
        : new JsonObject();
  }

  private JsonObject ipAllocationPolicy() {
    JsonObject policy = new JsonObject();
    policy.addProperty("useIpAliases", true);
    policy.addProperty("stackType", "IPV4");
    policy.addProperty("clusterIpv4CidrBlock", addresses.pods());
    policy.addProperty("servicesIpv4CidrBlock", addresses.services());
    return policy;
  }

  private JsonObject networkConfig() {
    JsonObject config = new JsonObject();
    config.addProperty("network", network);
    config.addProperty("subnetwork", subnetwork);
    boolean autopilot = mode == ManagedCluster.Mode.AUTOPILOT;
    config.addProperty("datapathProvider", autopilot ? "ADVANCED_DATAPATH" : "LEGACY_DATAPATH");
    config.addProperty("enableIntraNodeVisibility", autopilot);
    config.add("defaultSnatStatus", new JsonObject());
    return config;
  }

  private static JsonArray nodePools() {
    JsonObject pool = new JsonObject();
    pool.addProperty("name", "default-pool");
    pool.add("config", object("machineType", new JsonPrimitive("n1-standard-1")));
    pool.add("networkConfig", object("enablePrivateNodes", new JsonPrimitive(false)));
    JsonArray pools = new JsonArray();
    pools.add(pool);
    return pools;
  }

  private JsonObject endpoints() {
    JsonObject ip = new JsonObject();
    ip.addProperty("enabled", true);
    ip.addProperty("enablePublicEndpoint", !isPrivate);
    ip.addProperty("privateEndpoint", PRIVATE_ADDRESS);
    if (!isPrivate) {
      ip.addProperty("publicEndpoint", address);
    }
    JsonObject dns = new JsonObject();
    // The name is always there; without the switch it takes no traffic from outside.
    String name = "gke-" + id.hashCode() + "." + location + ".gke.goog";
    dns.addProperty("endpoint", dnsAddress.isEmpty() ? name : dnsAddress);
    dns.addProperty("allowExternalTraffic", !dnsAddress.isEmpty());
    JsonObject endpoints = new JsonObject();
    endpoints.add("ipEndpointsConfig", ip);
    endpoints.add("dnsEndpointConfig", dns);
    return endpoints;
  }

  private static JsonObject object(String key, JsonPrimitive value) {
    JsonObject object = new JsonObject();
    object.add(key, value);
    return object;
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}

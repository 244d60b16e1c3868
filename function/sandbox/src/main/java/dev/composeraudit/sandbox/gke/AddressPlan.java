package dev.composeraudit.sandbox.gke;

import com.google.cloud.orchestration.airflow.service.v1.IPAllocationPolicy;
import com.google.cloud.orchestration.airflow.service.v1.NodeConfig;
import java.util.List;

/**
 * The address ranges of an environment's cluster: nodes in a /20 of 10.0.0.0/8 and Pods in
 * 192.168.0.0/16, as in the example of Google's page, unless the request says otherwise.
 *
 * @param services the range that GKE gives to the Services of new Autopilot clusters
 */
public record AddressPlan(String nodes, String pods, String services) {
  /** What a cluster's Pods reach with their own addresses by default (GKE, IP masquerade agent). */
  public static final List<String> DEFAULT_NON_MASQUERADE =
      List.of(
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "100.64.0.0/10",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "240.0.0.0/4");

  public static final String NODES = "10.10.0.0/20";

  private static final String PODS = "192.168.0.0/16";
  private static final String SERVICES = "34.118.224.0/20";

  public static AddressPlan of(NodeConfig config) {
    IPAllocationPolicy policy = config.getIpAllocationPolicy();
    return new AddressPlan(
        NODES,
        rangeOr(PODS, policy.getClusterIpv4CidrBlock()),
        rangeOr(SERVICES, policy.getServicesIpv4CidrBlock()));
  }

  /** The ranges that GKE's own policy keeps, whatever the editable one says. */
  public List<String> all() {
    return List.of(nodes, pods, services);
  }

  /** A blank block, or a netmask alone, leaves the choice to GKE. */
  private static String rangeOr(String chosen, String block) {
    return block.isEmpty() || block.startsWith("/") ? chosen : block;
  }
}

package dev.composeraudit.fetch.kubernetes;

import com.google.container.v1.Cluster;
import com.google.container.v1.ControlPlaneEndpointsConfig.IPEndpointsConfig;
import com.google.container.v1.MasterAuthorizedNetworksConfig;
import com.google.container.v1.PrivateClusterConfig;
import java.util.Set;

/**
 * The IP addresses of a cluster's control plane, from {@code
 * controlPlaneEndpointsConfig.ipEndpointsConfig} or, in documents of older clusters, from {@code
 * privateClusterConfig}.
 *
 * @param privateAddress blank if there is none
 * @param publicAddress blank if there is none, or it is off
 * @param globalAccess whether the private address can be reached from other regions of the VPC
 * @param open whether the public address takes connections from Google's public addresses, which a
 *     reader outside of any VPC comes from
 */
record IpEndpoints(
    String privateAddress, String publicAddress, boolean globalAccess, boolean open) {
  private static final IpEndpoints OFF = new IpEndpoints("", "", false, false);
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0/0", "::/0");

  static IpEndpoints of(Cluster cluster) {
    return cluster.getControlPlaneEndpointsConfig().hasIpEndpointsConfig()
        ? fromIpEndpoints(cluster, cluster.getControlPlaneEndpointsConfig().getIpEndpointsConfig())
        : fromPrivateCluster(cluster, cluster.getPrivateClusterConfig());
  }

  private static IpEndpoints fromIpEndpoints(Cluster cluster, IPEndpointsConfig config) {
    if (config.hasEnabled() && !config.getEnabled()) {
      return OFF;
    }
    boolean isPublic =
        config.hasEnablePublicEndpoint()
            ? config.getEnablePublicEndpoint()
            : !config.getPublicEndpoint().isEmpty();
    return new IpEndpoints(
        // Where the public endpoint is off, endpoint is the private one.
        firstOf(config.getPrivateEndpoint(), isPublic ? "" : endpoint(cluster)),
        isPublic ? firstOf(config.getPublicEndpoint(), endpoint(cluster)) : "",
        config.getGlobalAccess(),
        isOpen(config.getAuthorizedNetworksConfig()));
  }

  @SuppressWarnings("deprecation") // the documents of older clusters have nothing else
  private static IpEndpoints fromPrivateCluster(Cluster cluster, PrivateClusterConfig config) {
    boolean isPublic = !config.getEnablePrivateEndpoint();
    return new IpEndpoints(
        firstOf(config.getPrivateEndpoint(), isPublic ? "" : endpoint(cluster)),
        isPublic ? firstOf(config.getPublicEndpoint(), endpoint(cluster)) : "",
        config.getMasterGlobalAccessConfig().getEnabled(),
        isOpen(cluster.getMasterAuthorizedNetworksConfig()));
  }

  @SuppressWarnings("deprecation") // the successors are not set in the documents of older clusters
  private static String endpoint(Cluster cluster) {
    return cluster.getEndpoint();
  }

  /** GKE writes {@code gcpPublicCidrsAccessEnabled} where it is on. */
  private static boolean isOpen(MasterAuthorizedNetworksConfig networks) {
    return !networks.getEnabled()
        || networks.getGcpPublicCidrsAccessEnabled()
        || networks.getCidrBlocksList().stream()
            .anyMatch(block -> EVERYWHERE.contains(block.getCidrBlock()));
  }

  private static String firstOf(String first, String second) {
    return first.isEmpty() ? second : first;
  }
}

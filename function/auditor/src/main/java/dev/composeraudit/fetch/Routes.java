package dev.composeraudit.fetch;

import com.google.container.v1.Cluster;
import com.google.container.v1.ControlPlaneEndpointsConfig.DNSEndpointConfig;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.fetch.Route.Closed;
import dev.composeraudit.fetch.Route.Dial;
import dev.composeraudit.fetch.Route.Refused;
import dev.composeraudit.fetch.Route.Trust;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Chooses the way to a cluster's Kubernetes API from what its document says, not by trying: the DNS
 * endpoint if it takes traffic from outside; else the private endpoint if this reader stands in
 * that VPC; else the public one if it is open to us.
 */
final class Routes {
  private static final String DNS = "its DNS endpoint";
  private static final Pattern ZONE_ENDING = Pattern.compile("-[a-z]$");

  private final ReaderLocation vantage;
  private final boolean fake;

  /**
   * @param fake whether clusters are served from this machine, so that loopback addresses and ports
   *     may be dialled
   */
  Routes(ReaderLocation vantage, boolean fake) {
    this.vantage = vantage;
    this.fake = fake;
  }

  Route choose(Cluster cluster) {
    DNSEndpointConfig dns = cluster.getControlPlaneEndpointsConfig().getDnsEndpointConfig();
    // The name is always there; only the switch says whether anybody answers to it.
    if (dns.getAllowExternalTraffic() && !dns.getEndpoint().isEmpty()) {
      return byName(dns.getEndpoint(), cluster);
    }
    IpEndpoints endpoints = IpEndpoints.of(cluster);
    if (!endpoints.privateAddress().isEmpty() && isInReach(cluster, endpoints)) {
      return byAddress(endpoints.privateAddress(), "its private endpoint", cluster);
    }
    if (!endpoints.publicAddress().isEmpty() && endpoints.open()) {
      return byAddress(endpoints.publicAddress(), "its public endpoint", cluster);
    }
    return closed(cluster, endpoints);
  }

  private boolean isInReach(Cluster cluster, IpEndpoints endpoints) {
    String network = cluster.getNetworkConfig().getNetwork();
    return vantage.vpcs().stream()
        .filter(vpc -> vpc.network().equals(network))
        .anyMatch(vpc -> endpoints.globalAccess() || vpc.region().equals(region(cluster)));
  }

  /** A zonal cluster's location is a zone, {@code europe-west4-a}. */
  private static String region(Cluster cluster) {
    return ZONE_ENDING.matcher(cluster.getLocation()).replaceFirst("");
  }

  private Route byName(String endpoint, Cluster cluster) {
    if (ControlPlaneAddress.isGkeName(endpoint)) {
      return new Dial(endpoint, new Trust.PublicRoots(), DNS);
    }
    // A fake's DNS endpoint is an address, and can have no public certificate.
    return fake ? byAddress(endpoint, DNS, cluster) : refused(endpoint);
  }

  private Route byAddress(String address, String way, Cluster cluster) {
    Optional<String> authority = ControlPlaneAddress.authority(address, fake);
    return authority.isPresent()
        ? new Dial(
            authority.get(),
            new Trust.ClusterCa(cluster.getMasterAuth().getClusterCaCertificate()),
            way)
        : refused(address);
  }

  private static Route refused(String endpoint) {
    return new Refused(
        "its document names the endpoint %s, which is neither an address that a control plane can have nor a name under gke.goog"
            .formatted(Excerpt.of(endpoint)));
  }

  private static Route closed(Cluster cluster, IpEndpoints endpoints) {
    String network = cluster.getNetworkConfig().getNetwork();
    return new Closed(
        "no route to its control plane from here: the DNS endpoint takes no outside traffic and %s (place a reader in %s, region %s)"
            .formatted(
                endpoints.publicAddress().isEmpty()
                    ? "there is no public endpoint"
                    : "authorized networks close the public endpoint to us",
                network.isEmpty() ? "its VPC" : Excerpt.of(network),
                Excerpt.of(region(cluster))));
  }
}

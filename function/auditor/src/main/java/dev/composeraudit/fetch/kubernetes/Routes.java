package dev.composeraudit.fetch.kubernetes;

import com.google.container.v1.Cluster;
import com.google.container.v1.ControlPlaneEndpointsConfig.DNSEndpointConfig;
import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.fetch.kubernetes.Route.Closed;
import dev.composeraudit.fetch.kubernetes.Route.Dial;
import dev.composeraudit.fetch.kubernetes.Route.Invalid;
import dev.composeraudit.fetch.kubernetes.Route.Trust;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chooses the endpoint of a cluster's Kubernetes API from its document, without trying any: the DNS
 * endpoint if it accepts traffic from outside the VPC; else the private endpoint if this reader
 * runs in that VPC; else the public endpoint if it is open to this reader. An IP address is not
 * called if the cluster's own CA signs for it and that CA has keys of the cluster's owner, who
 * could make a certificate for any address then.
 */
public final class Routes {
  private static final String DNS = "its DNS endpoint";
  private static final Pattern NETWORK =
      Pattern.compile(
          "projects/([a-z0-9][a-z0-9.:-]{1,127})/global/networks/([a-z][a-z0-9-]{0,62})");
  private static final Pattern ZONE_ENDING = Pattern.compile("-[a-z]$");

  private final Set<ReaderVpc> vpcs;
  private final boolean fake;
  private final ControlPlaneEndpoints called;

  /**
   * @param vpcs in which this reader runs
   * @param fake whether clusters are served from this machine, so that loopback addresses and ports
   *     are accepted
   * @param called which endpoints are called
   */
  public Routes(Set<ReaderVpc> vpcs, boolean fake, ControlPlaneEndpoints called) {
    this.vpcs = Set.copyOf(vpcs);
    this.fake = fake;
    this.called = called;
  }

  /** Whether no control plane is called. */
  boolean areLeftOut() {
    return called == ControlPlaneEndpoints.NONE;
  }

  Route choose(Cluster cluster) {
    DNSEndpointConfig dns = cluster.getControlPlaneEndpointsConfig().getDnsEndpointConfig();
    // The name is always set; allowExternalTraffic says whether the endpoint is in use.
    if (dns.getAllowExternalTraffic() && !dns.getEndpoint().isEmpty()) {
      return byName(dns.getEndpoint(), cluster);
    }
    if (called != ControlPlaneEndpoints.ANY) {
      return new Closed(
          "its DNS endpoint takes no outside traffic, and no other endpoint is called (allow"
              + " external traffic to its DNS endpoint, or CONTROL_PLANES=any)",
          false);
    }
    if (cluster.hasUserManagedKeysConfig()) {
      return new Closed(
          "the cluster's owner has the keys of its CA (userManagedKeysConfig) and could make a"
              + " certificate for any IP address, and its DNS endpoint takes no outside traffic"
              + " (allow external traffic to its DNS endpoint)",
          false);
    }
    IpEndpoints endpoints = IpEndpoints.of(cluster);
    if (!endpoints.privateAddress().isEmpty() && isReachable(cluster, endpoints)) {
      return byAddress(endpoints.privateAddress(), "its private endpoint", cluster);
    }
    if (!endpoints.publicAddress().isEmpty() && endpoints.open()) {
      return byAddress(endpoints.publicAddress(), "its public endpoint", cluster);
    }
    return closed(cluster, endpoints);
  }

  private boolean isReachable(Cluster cluster, IpEndpoints endpoints) {
    String network = cluster.getNetworkConfig().getNetwork();
    return vpcs.stream()
        .filter(vpc -> vpc.network().equals(network))
        .anyMatch(vpc -> endpoints.globalAccess() || vpc.region().equals(region(cluster)));
  }

  /**
   * The reader that reaches a cluster whose endpoints are closed to this one: one in its VPC and
   * region.
   *
   * @param project of the cluster
   * @return empty if the cluster's document does not name its VPC
   */
  static Optional<AccessRemedy> closerReader(String project, Cluster cluster) {
    Matcher network = NETWORK.matcher(cluster.getNetworkConfig().getNetwork());
    return network.matches()
        ? Optional.of(
            new AccessRemedy.PlaceReader(
                network.group(1), network.group(2), region(cluster), project))
        : Optional.empty();
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
    return fake ? byAddress(endpoint, DNS, cluster) : invalid(endpoint);
  }

  private Route byAddress(String address, String name, Cluster cluster) {
    Optional<String> authority = ControlPlaneAddress.authority(address, fake);
    return authority.isPresent()
        ? new Dial(
            authority.get(),
            new Trust.ClusterCa(cluster.getMasterAuth().getClusterCaCertificate()),
            name)
        : invalid(address);
  }

  private static Route invalid(String endpoint) {
    return new Invalid(
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
                    : "authorized networks do not let calls from here reach the public endpoint",
                network.isEmpty() ? "its VPC" : Excerpt.of(network),
                Excerpt.of(region(cluster))),
        true);
  }
}

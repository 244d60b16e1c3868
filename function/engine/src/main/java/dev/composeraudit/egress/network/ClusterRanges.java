package dev.composeraudit.egress.network;

import com.google.container.v1.AdditionalIPRangesConfig;
import com.google.container.v1.Cluster;
import com.google.container.v1.IPAllocationPolicy;
import com.google.container.v1.NodeNetworkConfig;
import com.google.container.v1.NodePool;
import com.google.container.v1.StackType;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.address.Family;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Subnetwork;
import dev.composeraudit.subject.UnknownPart;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a cluster's nodes, Pods and Services have their addresses. GKE writes each in several
 * places; a range is the union of all of them. Node pools on further networks of their own are left
 * out: their Pods' first interface is the cluster's.
 *
 * @param services empty if the cluster names no Service range
 */
public record ClusterRanges(
    Derived<CidrSet> nodes, Derived<CidrSet> pods, Derived<CidrSet> services) {

  public static ClusterRanges of(Subject subject) {
    if (subject.cluster() instanceof Observed.Known<Cluster> cluster) {
      Subnetworks subnetworks =
          new Subnetworks(subject.subnetworks(), cluster.value().getLocation());
      return new Reading(cluster.value(), subnetworks).ranges();
    }
    Observed.Unknown<Cluster> unknown = (Observed.Unknown<Cluster>) subject.cluster();
    Derived<CidrSet> blocked = Derived.blocked(UnknownPart.of(Part.CLUSTER, unknown));
    return new ClusterRanges(blocked, blocked, blocked);
  }

  /** All addresses of the cluster's Pods and nodes; empty if unknown. */
  public CidrSet podsAndNodes() {
    return pods.flatMap(known -> nodes.map(known::union)) instanceof Derived.Value<CidrSet> both
        ? both.value()
        : CidrSet.EMPTY;
  }

  /** One reading of a cluster. */
  private static final class Reading {
    private final Cluster cluster;
    private final IPAllocationPolicy policy;
    private final Subnetworks subnetworks;
    private final String subnetworkPlace;
    private final String subnetwork;

    Reading(Cluster cluster, Subnetworks subnetworks) {
      this.cluster = cluster;
      this.policy = cluster.getIpAllocationPolicy();
      this.subnetworks = subnetworks;
      String full = cluster.getNetworkConfig().getSubnetwork();
      this.subnetworkPlace =
          full.isBlank() ? "cluster.subnetwork" : "cluster.networkConfig.subnetwork";
      this.subnetwork = full.isBlank() ? cluster.getSubnetwork() : full;
    }

    ClusterRanges ranges() {
      return new ClusterRanges(nodes(), pods(), services());
    }

    private Derived<CidrSet> nodes() {
      RangeCollector nodes = new RangeCollector();
      nodes.addAll(own().flatMap(Subnetworks::primary));
      further().forEach(subnetwork -> nodes.addAll(subnetwork.flatMap(Subnetworks::primary)));
      addSubnetIpv6(nodes);
      return nodes.union();
    }

    /** The subnetworks that the cluster names beside its own. */
    private List<Derived<Subnetwork>> further() {
      List<Derived<Subnetwork>> further = new ArrayList<>();
      policy.getAdditionalIpRangesConfigsList().forEach(more -> further.add(of(more)));
      for (NodePool pool : cluster.getNodePoolsList()) {
        if (!pool.getNetworkConfig().getSubnetwork().isBlank()) {
          further.add(of(pool));
        }
      }
      return further;
    }

    /** In a cluster with IPv6, nodes and their Pods share the IPv6 range of their subnetwork. */
    private void addSubnetIpv6(RangeCollector ranges) {
      String block = policy.getSubnetIpv6CidrBlock();
      addIpv6(ranges, "subnetIpv6CidrBlock", block);
      if (policy.getStackType() == StackType.IPV4_IPV6 || !block.isBlank()) {
        further().forEach(subnetwork -> ranges.addAll(subnetwork.flatMap(Subnetworks::ipv6)));
      }
    }

    private Derived<CidrSet> pods() {
      RangeCollector pods = new RangeCollector();
      addCidr(pods, "clusterIpv4Cidr", cluster.getClusterIpv4Cidr());
      addCidr(pods, "ipAllocationPolicy.clusterIpv4CidrBlock", policy.getClusterIpv4CidrBlock());
      if (pods.isEmpty() && !policy.getClusterSecondaryRangeName().isBlank()) {
        addNamed(pods, own(), policy.getClusterSecondaryRangeName());
      }
      if (pods.isEmpty()) {
        pods.block(
            new UnknownPart(
                Part.CLUSTER,
                Reason.INDETERMINATE,
                "the cluster has no Pod range: clusterIpv4Cidr is absent or not a full range"));
      }
      for (String name : additionalPodRangeNames()) {
        addNamed(pods, own(), name);
      }
      for (AdditionalIPRangesConfig more : policy.getAdditionalIpRangesConfigsList()) {
        more.getPodIpv4RangeNamesList().forEach(name -> addNamed(pods, of(more), name));
      }
      cluster.getNodePoolsList().forEach(pool -> addPool(pods, pool));
      addSubnetIpv6(pods);
      return pods.union();
    }

    private Set<String> additionalPodRangeNames() {
      Set<String> names =
          new LinkedHashSet<>(policy.getAdditionalPodRangesConfig().getPodRangeNamesList());
      policy
          .getAdditionalPodRangesConfig()
          .getPodRangeInfoList()
          .forEach(info -> names.add(info.getRangeName()));
      return names;
    }

    private void addPool(RangeCollector pods, NodePool pool) {
      NodeNetworkConfig network = pool.getNetworkConfig();
      String block = network.getPodIpv4CidrBlock();
      String place = "nodePools[" + pool.getName() + "].networkConfig.podIpv4CidrBlock";
      if (isRange(block)) {
        addCidr(pods, place, block);
      } else if (!network.getPodRange().isBlank()) {
        addNamed(pods, of(pool), network.getPodRange());
      } else if (!block.isBlank() || network.getCreatePodRange()) {
        pods.block(
            new UnknownPart(
                Part.CLUSTER,
                Reason.INDETERMINATE,
                "the node pool has a Pod range of its own, and cluster.%s is not a full range"
                    .formatted(place)));
      }
    }

    private Derived<CidrSet> services() {
      RangeCollector services = new RangeCollector();
      addCidr(services, "servicesIpv4Cidr", cluster.getServicesIpv4Cidr());
      addCidr(
          services, "ipAllocationPolicy.servicesIpv4CidrBlock", policy.getServicesIpv4CidrBlock());
      if (services.isEmpty() && !policy.getServicesSecondaryRangeName().isBlank()) {
        addNamed(services, own(), policy.getServicesSecondaryRangeName());
      }
      addIpv6(services, "servicesIpv6CidrBlock", policy.getServicesIpv6CidrBlock());
      return services.union();
    }

    private Derived<Subnetwork> own() {
      return subnetworks.find(subnetworkPlace, subnetwork);
    }

    private Derived<Subnetwork> of(AdditionalIPRangesConfig more) {
      return subnetworks.find(
          "cluster.ipAllocationPolicy.additionalIpRangesConfigs.subnetwork", more.getSubnetwork());
    }

    private Derived<Subnetwork> of(NodePool pool) {
      String named = pool.getNetworkConfig().getSubnetwork();
      return named.isBlank()
          ? own()
          : subnetworks.find(
              "cluster.nodePools[" + pool.getName() + "].networkConfig.subnetwork", named);
    }

    private static void addNamed(
        RangeCollector ranges, Derived<Subnetwork> subnetwork, String name) {
      ranges.addAll(subnetwork.flatMap(known -> Subnetworks.secondary(known, name)));
    }

    /**
     * A block may be blank, or a mere size as {@code /14}: GKE then writes its choice elsewhere.
     */
    private static boolean isRange(String block) {
      return !block.isBlank() && !block.startsWith("/");
    }

    private static void addCidr(RangeCollector ranges, String place, String text) {
      if (isRange(text)) {
        ranges.add(Family.IPV4, Part.CLUSTER, "cluster." + place, text);
      }
    }

    private static void addIpv6(RangeCollector ranges, String place, String text) {
      if (isRange(text)) {
        ranges.add(Family.IPV6, Part.CLUSTER, "cluster.ipAllocationPolicy." + place, text);
      }
    }
  }
}

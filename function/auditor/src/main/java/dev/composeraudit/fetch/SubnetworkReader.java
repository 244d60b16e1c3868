package dev.composeraudit.fetch;

import com.google.container.v1.AdditionalIPRangesConfig;
import com.google.container.v1.Cluster;
import com.google.container.v1.NodePool;
import com.google.gson.JsonObject;
import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.fetch.api.GoogleApiClient;
import dev.composeraudit.fetch.api.ReadRequest;
import dev.composeraudit.fetch.api.ResourceKind;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Subnetwork;
import dev.composeraudit.subject.SubnetworkName;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Reads from Compute all subnetworks that a cluster's nodes and Pods have addresses from: all of
 * them, or none.
 */
final class SubnetworkReader implements ClusterPartReader {
  // A cluster has one, seldom a few; each costs a call.
  private static final int LIMIT = 32;

  private final GoogleApiClient api;
  private final URI endpoint;
  private final Set<String> hostProjects;

  /**
   * @param hostProjects that may be read beside the cluster's own project; empty = any that GKE
   *     names
   */
  SubnetworkReader(GoogleApiClient api, URI endpoint, Set<String> hostProjects) {
    this.api = api;
    this.endpoint = endpoint;
    this.hostProjects = hostProjects;
  }

  @Override
  public UnaryOperator<Subject> read(ClusterName name, Cluster cluster, Deadline deadline)
      throws TransientException {
    Observed<List<Subnetwork>> subnetworks = subnetworks(name, cluster, deadline);
    return subject -> subject.with(Part.SUBNETWORKS, subnetworks);
  }

  private Observed<List<Subnetwork>> subnetworks(
      ClusterName cluster, Cluster document, Deadline deadline) throws TransientException {
    List<Subnetwork> subnetworks = new ArrayList<>();
    Set<String> links = links(document);
    if (links.isEmpty() || links.size() > LIMIT) {
      return new ReadRequest(ResourceKind.CLUSTER, cluster.project(), cluster.toString())
          .unknown(Reason.UNREADABLE, "it names %d subnetworks".formatted(links.size()));
    }
    for (String link : links) {
      Observed<Subnetwork> subnetwork = readOne(cluster, link, deadline);
      if (subnetwork instanceof Unknown<Subnetwork> unknown) {
        return unknown.as();
      }
      subnetworks.add(((Known<Subnetwork>) subnetwork).value());
    }
    return Observed.known(List.copyOf(subnetworks));
  }

  private static Set<String> links(Cluster document) {
    Set<String> links = new LinkedHashSet<>();
    links.add(document.getNetworkConfig().getSubnetwork());
    for (AdditionalIPRangesConfig more :
        document.getIpAllocationPolicy().getAdditionalIpRangesConfigsList()) {
      links.add(more.getSubnetwork());
    }
    for (NodePool pool : document.getNodePoolsList()) {
      links.add(pool.getNetworkConfig().getSubnetwork());
    }
    links.remove("");
    return links;
  }

  private Observed<Subnetwork> readOne(ClusterName cluster, String link, Deadline deadline)
      throws TransientException {
    SubnetworkName name;
    try {
      name = SubnetworkName.parse(link);
    } catch (IllegalArgumentException malformed) {
      return new ReadRequest(ResourceKind.CLUSTER, cluster.project(), cluster.toString())
          .unknown(Reason.UNREADABLE, String.valueOf(malformed.getMessage()));
    }
    ReadRequest request = new ReadRequest(ResourceKind.SUBNETWORK, name.project(), name.toString());
    if (!isAllowed(cluster, name)) {
      return request.unknown(
          Reason.REFUSED,
          "its project is not among the host projects that may be read (add it to HOST_PROJECTS)",
          new AccessRemedy.Redeploy("--host-project " + name.project()));
    }
    return api.read(
        request,
        endpoint.resolve("/compute/v1/" + name),
        json -> requireName(name, json),
        deadline);
  }

  private boolean isAllowed(ClusterName cluster, SubnetworkName name) {
    return hostProjects.isEmpty()
        || name.project().equals(cluster.project())
        || hostProjects.contains(name.project());
  }

  /** A response about another subnetwork, or about none, is not accepted. */
  private static Subnetwork requireName(SubnetworkName name, JsonObject json)
      throws MalformedDocumentException {
    Subnetwork subnetwork = Subnetwork.of(json);
    if (!subnetwork.name().equals(name)) {
      throw new MalformedDocumentException(
          "the answer is about another resource: " + subnetwork.name());
    }
    return subnetwork;
  }
}

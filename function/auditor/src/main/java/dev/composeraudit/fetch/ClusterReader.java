package dev.composeraudit.fetch;

import com.google.container.v1.Cluster;
import com.google.gson.JsonObject;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.fetch.api.GoogleApiClient;
import dev.composeraudit.fetch.api.ReadRequest;
import dev.composeraudit.fetch.api.ResourceKind;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.ResourceReader;
import java.net.URI;

/** Reads clusters from GKE's API. */
final class ClusterReader {
  private final GoogleApiClient api;
  private final URI endpoint;

  ClusterReader(GoogleApiClient api, URI endpoint) {
    this.api = api;
    this.endpoint = endpoint;
  }

  Observed<Cluster> read(ClusterName name, Deadline deadline) throws TransientException {
    ReadRequest request = new ReadRequest(ResourceKind.CLUSTER, name.project(), name.toString());
    return api.read(
        request, endpoint.resolve("/v1/" + name), json -> requireName(name, json), deadline);
  }

  /** A response about another cluster, or about none, is not accepted. */
  private static Cluster requireName(ClusterName name, JsonObject json)
      throws MalformedDocumentException {
    Cluster cluster = ResourceReader.cluster(json);
    if (!cluster.getName().equals(name.cluster())
        || !cluster.getLocation().equals(name.location())) {
      throw new MalformedDocumentException(
          "the answer is about another resource: "
              + Excerpt.of(cluster.getLocation() + "/" + cluster.getName()));
    }
    return cluster;
  }
}

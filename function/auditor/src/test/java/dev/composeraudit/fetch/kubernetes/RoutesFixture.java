package dev.composeraudit.fetch.kubernetes;

import com.google.container.v1.Cluster;
import com.google.gson.JsonParser;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.fetch.kubernetes.Route.Dial;
import dev.composeraudit.fetch.kubernetes.Route.Trust;
import dev.composeraudit.subject.ResourceReader;
import java.util.Set;

/** Documents of clusters, and the routes that are chosen for them. */
final class RoutesFixture {
  static final String NETWORK = "projects/host/global/networks/shared";
  static final ReaderVpc HERE = new ReaderVpc(NETWORK, "europe-west1");
  static final Trust OWN = new Trust.ClusterCa("Q0E=");

  static Dial byPublic(String authority) {
    return new Dial(authority, OWN, "its public endpoint");
  }

  static Dial byPrivate(String authority) {
    return new Dial(authority, OWN, "its private endpoint");
  }

  static String privateEndpoint(String more) {
    return """
    "controlPlaneEndpointsConfig": {"ipEndpointsConfig": {%s
      "enabled": true, "enablePublicEndpoint": false, "privateEndpoint": "10.9.0.2"}}\
    """
        .formatted(more);
  }

  static String today(String networks) {
    return """
    "controlPlaneEndpointsConfig": {"ipEndpointsConfig": {"enabled": true,
      "enablePublicEndpoint": true, "publicEndpoint": "203.0.114.1",
      "authorizedNetworksConfig": %s}}\
    """
        .formatted(networks);
  }

  static Route outside(String members) throws MalformedDocumentException {
    return new Routes(Set.of(), false, ControlPlaneEndpoints.ANY).choose(cluster(members));
  }

  static Route inside(String members, ReaderVpc vpc) throws MalformedDocumentException {
    return new Routes(location(vpc), false, ControlPlaneEndpoints.ANY).choose(cluster(members));
  }

  static Set<ReaderVpc> location(ReaderVpc vpc) {
    return Set.of(vpc);
  }

  static Cluster cluster(String members) throws MalformedDocumentException {
    return ResourceReader.cluster(
        JsonParser.parseString(
                """
                {"name": "c-1", "location": "europe-west1",
                 "masterAuth": {"clusterCaCertificate": "Q0E="},
                 "networkConfig": {"network": "%s"}, %s}
                """
                    .formatted(NETWORK, members))
            .getAsJsonObject());
  }

  private RoutesFixture() {}
}

package dev.composeraudit.fetch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.container.v1.Cluster;
import com.google.gson.JsonParser;
import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.fetch.kubernetes.Route.Closed;
import dev.composeraudit.fetch.kubernetes.Route.Dial;
import dev.composeraudit.fetch.kubernetes.Route.Invalid;
import dev.composeraudit.fetch.kubernetes.Route.Trust;
import dev.composeraudit.subject.ResourceReader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which way to a control plane is taken, by what the cluster's document says of it. */
final class RoutesTest {
  private static final String NETWORK = "projects/host/global/networks/shared";
  private static final ReaderVpc HERE = new ReaderVpc(NETWORK, "europe-west1");
  private static final Trust OWN = new Trust.ClusterCa("Q0E=");

  // The DNS endpoint.

  @Test
  void theDnsEndpointIsTakenFirstIfItTakesOutsideTraffic() throws Exception {
    assertThat(
            outside(
                """
                "controlPlaneEndpointsConfig": {
                  "dnsEndpointConfig": {"endpoint": "gke-1.europe-west1.gke.goog",
                    "allowExternalTraffic": true},
                  "ipEndpointsConfig": {"enabled": true, "enablePublicEndpoint": true,
                    "publicEndpoint": "203.0.114.1"}}\
                """))
        .isEqualTo(
            new Dial("gke-1.europe-west1.gke.goog", new Trust.PublicRoots(), "its DNS endpoint"));
  }

  @Test
  void theDnsEndpointsNameAloneSaysNothing() throws Exception {
    assertThat(
            outside(
                """
                "controlPlaneEndpointsConfig": {
                  "dnsEndpointConfig": {"endpoint": "gke-1.europe-west1.gke.goog"},
                  "ipEndpointsConfig": {"enabled": true, "enablePublicEndpoint": true,
                    "publicEndpoint": "203.0.114.1"}}\
                """))
        .isEqualTo(byPublic("203.0.114.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example.com",
        "gke.goog",
        "gke.goog.evil.example.com",
        "evil.example.com/.gke.goog",
        "10.0.0.1@evil.gke.goog",
        "a..gke.goog",
        "A.gke.goog",
        "a.gke.goog:444",
        "a.gke.goog.",
        "-a.gke.goog",
        "169.254.169.254"
      })
  void aDnsEndpointThatIsNotGkesIsRejectedWithoutDialling(String name) throws Exception {
    assertThat(
            outside(
                """
                "controlPlaneEndpointsConfig": {"dnsEndpointConfig": {
                  "endpoint": "%s", "allowExternalTraffic": true}}\
                """
                    .formatted(name)))
        .isInstanceOf(Invalid.class);
  }

  // The private endpoint.

  @Test
  void thePrivateEndpointIsTakenInItsOwnVpcAndRegion() throws Exception {
    assertThat(inside(privateEndpoint(""), HERE)).isEqualTo(byPrivate("10.9.0.2"));
    assertThat(inside(privateEndpoint(""), new ReaderVpc(NETWORK, "us-central1")))
        .isInstanceOf(Closed.class);
    assertThat(
            inside(
                privateEndpoint(""),
                new ReaderVpc("projects/host/global/networks/other", "europe-west1")))
        .isInstanceOf(Closed.class);
    assertThat(outside(privateEndpoint(""))).isInstanceOf(Closed.class);
  }

  @Test
  void thePrivateEndpointIsTakenFromAnotherRegionIfItGrantsGlobalAccess() throws Exception {
    assertThat(
            inside(
                privateEndpoint("\"globalAccess\": true,"), new ReaderVpc(NETWORK, "us-central1")))
        .isEqualTo(byPrivate("10.9.0.2"));
  }

  @Test
  void aZonalClustersRegionIsItsZonesRegion() throws Exception {
    Cluster zonal = cluster(privateEndpoint("")).toBuilder().setLocation("europe-west1-b").build();
    assertThat(new Routes(location(HERE), false, ControlPlaneEndpoints.ANY).choose(zonal))
        .isEqualTo(byPrivate("10.9.0.2"));
  }

  @Test
  void thePrivateEndpointIsTakenBeforeThePublicOne() throws Exception {
    assertThat(
            inside(
                """
                "controlPlaneEndpointsConfig": {"ipEndpointsConfig": {
                  "enabled": true, "enablePublicEndpoint": true,
                  "publicEndpoint": "203.0.114.1", "privateEndpoint": "10.9.0.2"}}\
                """,
                HERE))
        .isEqualTo(byPrivate("10.9.0.2"));
  }

  @Test
  void olderDocumentsNameThePrivateEndpointElsewhere() throws Exception {
    assertThat(
            inside(
                """
                "endpoint": "10.9.0.2",
                "privateClusterConfig": {"enablePrivateNodes": true, "enablePrivateEndpoint": true}\
                """,
                HERE))
        .isEqualTo(byPrivate("10.9.0.2"));
    assertThat(
            inside(
                """
                "endpoint": "203.0.114.1",
                "privateClusterConfig": {"privateEndpoint": "10.9.0.2",
                  "masterGlobalAccessConfig": {"enabled": true}}\
                """,
                new ReaderVpc(NETWORK, "us-central1")))
        .isEqualTo(byPrivate("10.9.0.2"));
  }

  // The public endpoint.

  @Test
  void thePublicEndpointIsTakenIfNoAuthorizedNetworksCloseIt() throws Exception {
    assertThat(outside("\"endpoint\": \"203.0.114.1\"")).isEqualTo(byPublic("203.0.114.1"));
    assertThat(
            outside(
                """
                "endpoint": "203.0.114.1",
                "privateClusterConfig": {"publicEndpoint": "203.0.114.7"}\
                """))
        .isEqualTo(byPublic("203.0.114.7"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"enabled\": false}",
        "{\"enabled\": true, \"gcpPublicCidrsAccessEnabled\": true}",
        "{\"enabled\": true, \"cidrBlocks\": [{\"cidrBlock\": \"0.0.0.0/0\"}]}",
        "{\"enabled\": true, \"cidrBlocks\": [{\"cidrBlock\": \"1.2.3.0/24\"},"
            + " {\"cidrBlock\": \"::/0\"}]}"
      })
  void authorizedNetworksThatLetGoogleInLeaveThePublicEndpointOpen(String networks)
      throws Exception {
    assertThat(
            outside(
                "\"endpoint\": \"203.0.114.1\", \"masterAuthorizedNetworksConfig\": " + networks))
        .isEqualTo(byPublic("203.0.114.1"));
    assertThat(outside(today(networks))).isEqualTo(byPublic("203.0.114.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"enabled\": true}",
        "{\"enabled\": true, \"cidrBlocks\": [{\"cidrBlock\": \"198.51.100.0/24\"}]}"
      })
  void authorizedNetworksThatCloseThePublicEndpointAreNotTried(String networks) throws Exception {
    assertThat(
            outside(
                "\"endpoint\": \"203.0.114.1\", \"masterAuthorizedNetworksConfig\": " + networks))
        .isInstanceOfSatisfying(
            Closed.class,
            closed ->
                assertThat(closed.why())
                    .contains(
                        "authorized networks close the public endpoint",
                        "place a reader in \"" + NETWORK + "\", region \"europe-west1\""));
    assertThat(outside(today(networks))).isInstanceOf(Closed.class);
  }

  @Test
  void ipEndpointsThatAreOffAreNotTried() throws Exception {
    assertThat(
            outside(
                """
                "endpoint": "203.0.114.1", "controlPlaneEndpointsConfig": {"ipEndpointsConfig": {
                  "enabled": false, "publicEndpoint": "203.0.114.1", "privateEndpoint": "10.9.0.2"}}\
                """))
        .isInstanceOfSatisfying(
            Closed.class, closed -> assertThat(closed.why()).contains("no public endpoint"));
  }

  @Test
  void aPublicEndpointThatIsSwitchedOffIsNotTaken() throws Exception {
    assertThat(
            outside(
                """
                "endpoint": "10.9.0.2", "controlPlaneEndpointsConfig": {"ipEndpointsConfig": {
                  "enabled": true, "enablePublicEndpoint": false, "publicEndpoint": "203.0.114.1"}}\
                """))
        .isInstanceOf(Closed.class);
  }

  @Test
  void whereNothingIsSaidThePublicEndpointIsOnIfItHasAnAddress() throws Exception {
    assertThat(
            outside(
                """
                "controlPlaneEndpointsConfig": {"ipEndpointsConfig": {
                  "publicEndpoint": "203.0.114.1"}}\
                """))
        .isEqualTo(byPublic("203.0.114.1"));
    assertThat(
            inside(
                """
                "endpoint": "10.9.0.2", "controlPlaneEndpointsConfig": {"ipEndpointsConfig": {}}\
                """,
                HERE))
        .isEqualTo(byPrivate("10.9.0.2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.1:8443",
        "169.254.169.254",
        "0.0.0.0",
        "0.1.2.3",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "::1",
        "fe80::1",
        "fd20:ce::254",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "010.0.0.1",
        "167772161",
        "10.1",
        "10.0.0.1:443",
        "10.0.0.1@evil.example.com",
        "evil.example.com",
        "metadata.google.internal",
        "a.gke.goog"
      })
  void anAddressThatNoControlPlaneCanHaveIsRejectedWithoutDialling(String address)
      throws Exception {
    assertThat(outside("\"endpoint\": \"" + address + "\""))
        .isInstanceOfSatisfying(
            Invalid.class,
            refused ->
                assertThat(refused.why()).contains("neither an address that a control plane can"));
  }

  @Test
  void aGlobalIpv6AddressIsInBrackets() throws Exception {
    assertThat(outside("\"endpoint\": \"2600:1900::1\"")).isEqualTo(byPublic("[2600:1900::1]"));
  }

  @Test
  void aFakesClustersAreOnLoopbackWithPorts() throws Exception {
    Routes fake = new Routes(Set.of(), true, ControlPlaneEndpoints.ANY);
    assertThat(fake.choose(cluster("\"endpoint\": \"127.0.0.1:8443\"")))
        .isEqualTo(byPublic("127.0.0.1:8443"));
    assertThat(fake.choose(cluster("\"endpoint\": \"127.0.0.1\"")))
        .isEqualTo(byPublic("127.0.0.1"));
    assertThat(
            fake.choose(
                cluster(
                    """
                    "controlPlaneEndpointsConfig": {"dnsEndpointConfig": {
                      "endpoint": "127.0.0.1:9443", "allowExternalTraffic": true}}\
                    """)))
        .isEqualTo(new Dial("127.0.0.1:9443", OWN, "its DNS endpoint"));
    for (String other : Set.of("169.254.169.254", "localhost:1", "10.0.0.1:443", "a:b:c:1", "")) {
      assertThat(fake.choose(cluster("\"endpoint\": \"" + other + "\"")))
          .as(other)
          .isNotInstanceOf(Dial.class);
    }
  }

  private static Dial byPublic(String authority) {
    return new Dial(authority, OWN, "its public endpoint");
  }

  private static Dial byPrivate(String authority) {
    return new Dial(authority, OWN, "its private endpoint");
  }

  // A reader that is closer.

  @Test
  void aClosedClusterIsReachedFromItsOwnVpcAndRegion() throws Exception {
    Cluster zonal = cluster(privateEndpoint("")).toBuilder().setLocation("europe-west1-b").build();

    assertThat(Routes.closerReader("acme-data", zonal))
        .contains(new AccessRemedy.PlaceReader("host", "shared", "europe-west1", "acme-data"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "default", "projects/p/global/networks/", "projects/p/global/networks/n; rm"})
  void aClusterThatNamesNoVpcHasNoRemedy(String network) throws Exception {
    Cluster.Builder cluster = cluster(privateEndpoint("")).toBuilder();
    cluster.getNetworkConfigBuilder().setNetwork(network);

    assertThat(Routes.closerReader("acme-data", cluster.build())).isEmpty();
  }

  private static String privateEndpoint(String more) {
    return """
    "controlPlaneEndpointsConfig": {"ipEndpointsConfig": {%s
      "enabled": true, "enablePublicEndpoint": false, "privateEndpoint": "10.9.0.2"}}\
    """
        .formatted(more);
  }

  private static String today(String networks) {
    return """
    "controlPlaneEndpointsConfig": {"ipEndpointsConfig": {"enabled": true,
      "enablePublicEndpoint": true, "publicEndpoint": "203.0.114.1",
      "authorizedNetworksConfig": %s}}\
    """
        .formatted(networks);
  }

  // What could be impersonated, and what a deployment leaves out.

  @Test
  void anIpAddressIsNeverCalledWhereTheOwnerHasTheKeysOfTheClustersCa() throws Exception {
    String keys = ", \"userManagedKeysConfig\": {\"clusterCa\": \"projects/p/ca\"}";
    for (String members : new String[] {today("{}") + keys, privateEndpoint("") + keys}) {
      assertThat(inside(members, HERE))
          .isInstanceOfSatisfying(
              Route.Closed.class,
              closed -> {
                assertThat(closed.why()).contains("userManagedKeysConfig", "DNS endpoint");
                assertThat(closed.readerHelps()).isFalse();
              });
    }
    assertThat(outside(dns(true) + keys)).isInstanceOf(Route.Dial.class);
  }

  @Test
  void aDeploymentForDnsEndpointsCallsNoIpAddress() throws Exception {
    for (String members : new String[] {today("{}"), privateEndpoint("")}) {
      assertThat(
              new Routes(Set.of(HERE), false, ControlPlaneEndpoints.DNS).choose(cluster(members)))
          .isInstanceOfSatisfying(
              Route.Closed.class, closed -> assertThat(closed.why()).contains("CONTROL_PLANES"));
    }
    assertThat(new Routes(Set.of(), false, ControlPlaneEndpoints.DNS).choose(cluster(dns(true))))
        .isInstanceOf(Route.Dial.class);
  }

  private static String dns(boolean allowed) {
    return """
    "controlPlaneEndpointsConfig": {"dnsEndpointConfig": {
      "endpoint": "gke-1.us-central1.gke.goog", "allowExternalTraffic": %s}}\
    """
        .formatted(allowed);
  }

  private static Route outside(String members) throws MalformedDocumentException {
    return new Routes(Set.of(), false, ControlPlaneEndpoints.ANY).choose(cluster(members));
  }

  private static Route inside(String members, ReaderVpc vpc) throws MalformedDocumentException {
    return new Routes(location(vpc), false, ControlPlaneEndpoints.ANY).choose(cluster(members));
  }

  private static Set<ReaderVpc> location(ReaderVpc vpc) {
    return Set.of(vpc);
  }

  private static Cluster cluster(String members) throws MalformedDocumentException {
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
}

package dev.composeraudit.fetch.kubernetes;

import static dev.composeraudit.fetch.kubernetes.RoutesFixture.HERE;
import static dev.composeraudit.fetch.kubernetes.RoutesFixture.NETWORK;
import static dev.composeraudit.fetch.kubernetes.RoutesFixture.OWN;
import static dev.composeraudit.fetch.kubernetes.RoutesFixture.byPrivate;
import static dev.composeraudit.fetch.kubernetes.RoutesFixture.byPublic;
import static dev.composeraudit.fetch.kubernetes.RoutesFixture.cluster;
import static dev.composeraudit.fetch.kubernetes.RoutesFixture.inside;
import static dev.composeraudit.fetch.kubernetes.RoutesFixture.location;
import static dev.composeraudit.fetch.kubernetes.RoutesFixture.outside;
import static dev.composeraudit.fetch.kubernetes.RoutesFixture.privateEndpoint;
import static dev.composeraudit.fetch.kubernetes.RoutesFixture.today;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.container.v1.Cluster;
import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.fetch.kubernetes.Route.Closed;
import dev.composeraudit.fetch.kubernetes.Route.Dial;
import dev.composeraudit.fetch.kubernetes.Route.Invalid;
import dev.composeraudit.fetch.kubernetes.Route.Trust;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which way to a control plane is taken, by what the cluster's document says of it. */
final class RoutesTest {
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
}

package dev.composeraudit.fetch.kubernetes;

import static dev.composeraudit.fetch.kubernetes.RoutesFixture.HERE;
import static dev.composeraudit.fetch.kubernetes.RoutesFixture.NETWORK;
import static dev.composeraudit.fetch.kubernetes.RoutesFixture.byPrivate;
import static dev.composeraudit.fetch.kubernetes.RoutesFixture.byPublic;
import static dev.composeraudit.fetch.kubernetes.RoutesFixture.inside;
import static dev.composeraudit.fetch.kubernetes.RoutesFixture.outside;
import static dev.composeraudit.fetch.kubernetes.RoutesFixture.today;
import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.fetch.kubernetes.Route.Closed;
import dev.composeraudit.fetch.kubernetes.Route.Invalid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a control plane's public endpoint is called, and which addresses never are. */
final class PublicEndpointRoutesTest {
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
                        "authorized networks do not let calls from here reach",
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
}

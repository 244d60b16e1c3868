package dev.composeraudit.fetch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.fetch.kubernetes.Route.Dial;
import dev.composeraudit.fetch.kubernetes.Route.Trust;
import dev.composeraudit.http.BoundedHttpClient;
import dev.composeraudit.http.StaticToken;
import dev.composeraudit.http.TestIdentity;
import dev.composeraudit.http.TokenSource;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many connections to control planes are kept, and which go first. */
final class ControlPlaneClientsTest {
  private final List<Runnable> closing = new ArrayList<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final ControlPlaneClients clients =
      new ControlPlaneClients(
          trust -> {
            opened.incrementAndGet();
            return BoundedHttpClient.open(trust, Runnable::run, new TokenSource(new StaticToken()));
          },
          closing::add);

  @Test
  void oneIsKeptForEachAddressAndAuthority() throws CertificateException {
    BoundedHttpClient client = clients.to(dial("10.0.0.1", TestIdentity.LOOPBACK));

    assertThat(clients.to(dial("10.0.0.1", TestIdentity.LOOPBACK))).isSameAs(client);
    assertThat(clients.to(dial("10.0.0.2", TestIdentity.LOOPBACK))).isNotSameAs(client);
    // A cluster that was made anew at the address of an old one.
    assertThat(clients.to(dial("10.0.0.1", TestIdentity.ANOTHER))).isNotSameAs(client);
    assertThat(opened).hasValue(3);
  }

  @Test
  void theLeastRecentlyUsedGoesFirst() throws CertificateException {
    for (int i = 0; i < ControlPlaneClients.LIMIT; i++) {
      clients.to(dial("10.0.0." + i, TestIdentity.LOOPBACK));
    }
    clients.to(dial("10.0.0.0", TestIdentity.LOOPBACK));
    assertThat(opened).hasValue(ControlPlaneClients.LIMIT);
    assertThat(closing).isEmpty();

    clients.to(dial("10.0.1.0", TestIdentity.LOOPBACK));
    clients.to(dial("10.0.0.0", TestIdentity.LOOPBACK));
    assertThat(opened).as("the first is still there").hasValue(ControlPlaneClients.LIMIT + 1);
    clients.to(dial("10.0.0.1", TestIdentity.LOOPBACK));
    assertThat(opened).as("the second had to go").hasValue(ControlPlaneClients.LIMIT + 2);
    // Each evicted client is closed, once no event can use it anymore.
    assertThat(closing).hasSize(2);
    closing.forEach(Runnable::run);
  }

  @Test
  void aDnsEndpointNeedsNoCaOfTheCluster() throws CertificateException {
    clients.to(
        new Dial("gke-1.europe-west1.gke.goog", new Trust.PublicRoots(), "its DNS endpoint"));
    assertThat(opened).hasValue(1);
  }

  private static Dial dial(String address, TestIdentity identity) {
    return new Dial(address, new Trust.ClusterCa(identity.ca()), "its public endpoint");
  }
}

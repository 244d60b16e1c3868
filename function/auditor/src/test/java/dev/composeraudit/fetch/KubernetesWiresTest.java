package dev.composeraudit.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.fetch.Route.Dial;
import dev.composeraudit.fetch.Route.Trust;
import java.security.cert.CertificateException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many connections to control planes are kept, and which go first. */
final class KubernetesWiresTest {
  private final AtomicInteger opened = new AtomicInteger();
  private final KubernetesWires wires =
      new KubernetesWires(
          trust -> {
            opened.incrementAndGet();
            return Wire.open(
                trust, Runnable::run, new Bearer(new StaticToken()), CallListener.NONE);
          });

  @Test
  void oneIsKeptForEachAddressAndAuthority() throws CertificateException {
    Wire wire = wires.to(dial("10.0.0.1", Identity.LOOPBACK));

    assertThat(wires.to(dial("10.0.0.1", Identity.LOOPBACK))).isSameAs(wire);
    assertThat(wires.to(dial("10.0.0.2", Identity.LOOPBACK))).isNotSameAs(wire);
    // A cluster that was made anew at the address of an old one.
    assertThat(wires.to(dial("10.0.0.1", Identity.ANOTHER))).isNotSameAs(wire);
    assertThat(opened).hasValue(3);
  }

  @Test
  void theLeastRecentlyUsedGoesFirst() throws CertificateException {
    for (int i = 0; i < KubernetesWires.LIMIT; i++) {
      wires.to(dial("10.0.0." + i, Identity.LOOPBACK));
    }
    wires.to(dial("10.0.0.0", Identity.LOOPBACK));
    assertThat(opened).hasValue(KubernetesWires.LIMIT);

    wires.to(dial("10.0.1.0", Identity.LOOPBACK));
    wires.to(dial("10.0.0.0", Identity.LOOPBACK));
    assertThat(opened).as("the first is still there").hasValue(KubernetesWires.LIMIT + 1);
    wires.to(dial("10.0.0.1", Identity.LOOPBACK));
    assertThat(opened).as("the second had to go").hasValue(KubernetesWires.LIMIT + 2);
  }

  @Test
  void aDnsEndpointIsBelievedByThePublicRoots() throws CertificateException {
    assertThat(Trusts.context(new Trust.PublicRoots())).isSameAs(Trusts.publicRoots());
    wires.to(new Dial("gke-1.europe-west1.gke.goog", new Trust.PublicRoots()));
    assertThat(opened).hasValue(1);
  }

  private static Dial dial(String address, Identity identity) {
    return new Dial(address, new Trust.ClusterCa(identity.ca()));
  }
}

package dev.composeraudit.fetch;

import dev.composeraudit.fetch.Route.Dial;
import java.security.cert.CertificateException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * The open wires to control planes, one for each address and CA: the least recently used go first.
 * One per event would cost thirty times the throughput, and on JDK 17 leak threads.
 */
final class KubernetesWires {
  static final int LIMIT = 64;

  private final Function<SSLContext, Wire> opener;
  private final Map<Dial, Wire> wires = new LinkedHashMap<>(16, 0.75f, true);

  KubernetesWires(Function<SSLContext, Wire> opener) {
    this.opener = opener;
  }

  /**
   * @throws CertificateException if the cluster's CA is absent or unreadable
   */
  synchronized Wire to(Dial dial) throws CertificateException {
    Wire known = wires.get(dial);
    if (known != null) {
      return known;
    }
    Wire opened = opener.apply(Trusts.context(dial.trust()));
    wires.put(dial, opened);
    if (wires.size() > LIMIT) {
      wires.remove(wires.keySet().iterator().next());
    }
    return opened;
  }
}

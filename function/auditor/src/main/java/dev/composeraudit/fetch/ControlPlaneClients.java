package dev.composeraudit.fetch;

import dev.composeraudit.fetch.Route.Dial;
import dev.composeraudit.http.HttpSender;
import java.security.cert.CertificateException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * The open wires to control planes, one for each address and CA: the least recently used go first.
 * One per event would cost thirty times the throughput, and on JDK 17 leak threads.
 */
final class ControlPlaneClients {
  static final int LIMIT = 64;

  private final Function<SSLContext, HttpSender> opener;
  private final Map<Dial, HttpSender> wires = new LinkedHashMap<>(16, 0.75f, true);

  ControlPlaneClients(Function<SSLContext, HttpSender> opener) {
    this.opener = opener;
  }

  /**
   * @throws CertificateException if the cluster's CA is absent or unreadable
   */
  synchronized HttpSender to(Dial dial) throws CertificateException {
    HttpSender known = wires.get(dial);
    if (known != null) {
      return known;
    }
    HttpSender opened = opener.apply(TlsContexts.context(dial.trust()));
    wires.put(dial, opened);
    if (wires.size() > LIMIT) {
      wires.remove(wires.keySet().iterator().next());
    }
    return opened;
  }
}

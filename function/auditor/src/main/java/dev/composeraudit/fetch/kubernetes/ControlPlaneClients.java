package dev.composeraudit.fetch.kubernetes;

import dev.composeraudit.fetch.kubernetes.Route.Dial;
import dev.composeraudit.fetch.kubernetes.Route.Trust;
import dev.composeraudit.http.BoundedHttpClient;
import dev.composeraudit.http.TlsContexts;
import java.lang.ref.WeakReference;
import java.security.cert.CertificateException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A cache of HTTP clients for control planes, one for each address and CA. The least recently used
 * ones are closed. A new client for each event would cost thirty times the throughput.
 */
public final class ControlPlaneClients {
  static final int LIMIT = 64;

  private final Function<SSLContext, BoundedHttpClient> opener;
  private final Executor closing;
  private final Map<Dial, BoundedHttpClient> clients = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param closing runs the closing of an evicted client, later than any event that may still use
   *     it
   */
  public ControlPlaneClients(Function<SSLContext, BoundedHttpClient> opener, Executor closing) {
    this.opener = opener;
    this.closing = closing;
  }

  /**
   * The client for an endpoint.
   *
   * @throws CertificateException if the cluster's CA is absent or unreadable
   */
  synchronized BoundedHttpClient to(Dial dial) throws CertificateException {
    BoundedHttpClient known = clients.get(dial);
    if (known != null) {
      return known;
    }
    BoundedHttpClient opened = opener.apply(context(dial.trust()));
    clients.put(dial, opened);
    if (clients.size() > LIMIT) {
      Iterator<BoundedHttpClient> oldest = clients.values().iterator();
      BoundedHttpClient evicted = oldest.next();
      oldest.remove();
      // Held weakly: a scan opens thousands, and one that nobody uses needs no closing.
      WeakReference<BoundedHttpClient> unused = new WeakReference<>(evicted);
      closing.execute(() -> close(unused.get()));
    }
    return opened;
  }

  private static void close(@Nullable BoundedHttpClient client) {
    if (client != null) {
      client.close();
    }
  }

  private static SSLContext context(Trust trust) throws CertificateException {
    return trust instanceof Trust.ClusterCa ca
        ? TlsContexts.clusterCa(ca.certificate())
        : TlsContexts.publicRoots();
  }
}

package dev.composeraudit.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes TLS contexts that trust certain authorities. Host names are checked by the HTTP client. */
public final class TlsContexts {
  private TlsContexts() {}

  /**
   * Trusts a cluster's own authority, and nothing else.
   *
   * @param base64 of PEM, as {@code masterAuth.clusterCaCertificate} has it
   * @throws CertificateException if it is absent or unreadable
   */
  public static SSLContext clusterCa(String base64) throws CertificateException {
    return of(certificates(base64));
  }

  /** Trusts the JDK's own roots. */
  public static SSLContext publicRoots() {
    try {
      return SSLContext.getDefault();
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("this JDK has no default TLS context", broken);
    }
  }

  private static Collection<? extends Certificate> certificates(String base64)
      throws CertificateException {
    byte[] pem;
    try {
      pem = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException malformed) {
      throw new CertificateException("its CA certificate is not base64", malformed);
    }
    Collection<? extends Certificate> certificates =
        CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
    if (certificates.isEmpty()) {
      throw new CertificateException("its document has no CA certificate");
    }
    return certificates;
  }

  private static SSLContext of(Collection<? extends Certificate> certificates)
      throws CertificateException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException unusable) {
      throw new CertificateException("its CA certificate can't be used", unusable);
    } catch (IOException impossible) {
      throw new UncheckedIOException("making an empty key store in memory", impossible);
    }
  }
}

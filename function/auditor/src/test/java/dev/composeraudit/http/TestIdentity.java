package dev.composeraudit.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A server's key with a certificate signed by itself, made by the JDK's keytool.
 *
 * @param ca the certificate as a Cluster document has it: base64 of PEM
 */
public record TestIdentity(SSLContext server, String ca) {
  private static final char[] PASSWORD = "changeit".toCharArray();

  /** For 127.0.0.1. */
  public static final TestIdentity LOOPBACK = make("ip:127.0.0.1");

  /** For 127.0.0.1 too, but another. */
  public static final TestIdentity ANOTHER = make("ip:127.0.0.1");

  /** For an address that is not the server's. */
  public static final TestIdentity ELSEWHERE = make("ip:192.0.2.1");

  private static TestIdentity make(String name) {
    try {
      Path store = Files.createTempDirectory("identity").resolve("store.p12");
      keytool(
          "-genkeypair",
          "-keystore",
          store.toString(),
          "-storepass",
          new String(PASSWORD),
          "-alias",
          "server",
          "-keyalg",
          "EC",
          "-dname",
          "CN=fake",
          "-validity",
          "3650",
          "-ext",
          "san=" + name);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD);
      }
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      String pem =
          "-----BEGIN CERTIFICATE-----\n"
              + Base64.getMimeEncoder().encodeToString(keys.getCertificate("server").getEncoded())
              + "\n-----END CERTIFICATE-----\n";
      return new TestIdentity(
          context, Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException | GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void keytool(String... arguments) throws IOException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    ProcessBuilder builder = new ProcessBuilder(keytool.toString(), "-J-XX:TieredStopAtLevel=1").inheritIO();
    builder.command().addAll(java.util.List.of(arguments));
    Process process = builder.start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("keytool failed");
      }
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}

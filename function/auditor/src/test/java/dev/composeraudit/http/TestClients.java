package dev.composeraudit.http;

import com.google.auth.Credentials;
import com.google.cloud.NoCredentials;
import java.util.concurrent.ForkJoinPool;

/** HTTP clients and retries for tests that call a fake on loopback. */
public final class TestClients {
  private TestClients() {}

  /** A client that sends no token. */
  public static BoundedHttpClient http() {
    return http(NoCredentials.getInstance());
  }

  public static BoundedHttpClient http(Credentials credentials) {
    return BoundedHttpClient.open(
        TlsContexts.publicRoots(), ForkJoinPool.commonPool(), new TokenSource(credentials));
  }

  /** As many attempts as the function makes, without the waits between them. */
  public static Retry retry() {
    return new Retry(new ManualTime());
  }
}

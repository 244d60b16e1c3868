package dev.composeraudit.report;

import com.google.auth.Credentials;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import dev.composeraudit.http.BoundedHttpClient;
import dev.composeraudit.http.Retry;
import dev.composeraudit.http.Sleeper;
import dev.composeraudit.http.TlsContexts;
import dev.composeraudit.http.TokenSource;
import dev.composeraudit.report.pubsub.Publisher;
import dev.composeraudit.report.scc.SecurityCenterSink;
import dev.composeraudit.report.scc.SecuritySource;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Opens publishers and the client of Security Command Center, which share one HTTP client. */
public final class Publishers {
  private final URI pubsub;
  private final BoundedHttpClient http;
  private final Retry retry = new Retry(Sleeper.SYSTEM);

  private Publishers(URI pubsub, BoundedHttpClient http) {
    this.pubsub = pubsub;
    this.http = http;
  }

  /**
   * Opens the HTTP client; connects to nothing yet.
   *
   * @param pubsub the endpoint of Pub/Sub
   */
  public static Publishers open(URI pubsub, Credentials credentials) {
    Executor executor =
        Executors.newCachedThreadPool(
            new ThreadFactoryBuilder().setNameFormat("publish-%d").setDaemon(true).build());
    return new Publishers(
        pubsub,
        BoundedHttpClient.open(TlsContexts.publicRoots(), executor, new TokenSource(credentials)));
  }

  /** Opens a publisher to a topic, {@code projects/P/topics/T}. */
  public Publisher to(String topic) throws IOException {
    return Publisher.to(topic, pubsub, http, retry);
  }

  /** Opens a client of Security Command Center. */
  public SecurityCenterSink to(SecuritySource source) {
    return SecurityCenterSink.of(source, http, retry);
  }
}

package dev.composeraudit.http;

import com.google.auth.Credentials;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Credentials whose token is {@code secret-0}, and after each refresh the next one. */
public final class StaticToken extends Credentials {
  private static final long serialVersionUID = 1L;

  private final AtomicInteger refreshes = new AtomicInteger();

  @Override
  public String getAuthenticationType() {
    return "OAuth2";
  }

  @Override
  public Map<String, List<String>> getRequestMetadata(URI uri) {
    return Map.of("Authorization", List.of("Bearer secret-" + refreshes.get()));
  }

  @Override
  public boolean hasRequestMetadata() {
    return true;
  }

  @Override
  public boolean hasRequestMetadataOnly() {
    return true;
  }

  @Override
  public void refresh() {
    refreshes.incrementAndGet();
  }
}

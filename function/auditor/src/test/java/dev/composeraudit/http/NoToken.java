package dev.composeraudit.http;

import com.google.auth.Credentials;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Credentials whose token server does not give any, and says so in words of its own. */
public final class NoToken extends Credentials {
  private static final long serialVersionUID = 1L;

  private final String words;

  public NoToken(String words) {
    this.words = words;
  }

  @Override
  public String getAuthenticationType() {
    return "OAuth2";
  }

  @Override
  public Map<String, List<String>> getRequestMetadata(URI uri) throws IOException {
    throw new IOException(words);
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
  public void refresh() throws IOException {
    throw new IOException(words);
  }
}

package dev.composeraudit.http;

import com.google.auth.Credentials;
import com.google.cloud.NoCredentials;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * This reader's identity. Tokens leave it only as headers of a request that is being sent, never in
 * a message or a log.
 */
public final class TokenSource {
  private final Optional<Credentials> credentials;

  /**
   * @param credentials {@link NoCredentials} = ask without a token
   */
  public TokenSource(Credentials credentials) {
    this.credentials =
        credentials instanceof NoCredentials ? Optional.empty() : Optional.of(credentials);
  }

  /** The token could not be had. The message does not quote what the token server said. */
  static final class NoTokenException extends IOException {
    private static final long serialVersionUID = 1L;

    private NoTokenException(IOException cause) {
      super("no access token: " + cause.getClass().getSimpleName());
    }
  }

  /** The headers that say who asks. */
  Map<String, String> headers(URI uri) throws NoTokenException {
    if (credentials.isEmpty()) {
      return Map.of();
    }
    try {
      Map<String, String> headers = new TreeMap<>();
      credentials
          .get()
          .getRequestMetadata(uri)
          .forEach((name, values) -> headers.put(name, String.join(",", values)));
      return headers;
    } catch (IOException failed) {
      throw new NoTokenException(failed);
    }
  }

  /** Gets a new token, for where one was refused; false if there is none to get. */
  boolean refresh() throws NoTokenException {
    if (credentials.isEmpty()) {
      return false;
    }
    try {
      credentials.get().refresh();
      return true;
    } catch (IllegalStateException givenOnce) {
      return false; // a token that somebody handed us, with nothing behind it to renew it from
    } catch (IOException failed) {
      throw new NoTokenException(failed);
    }
  }
}

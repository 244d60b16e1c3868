package dev.composeraudit.http;

import com.google.auth.Credentials;
import com.google.cloud.NoCredentials;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gets access tokens from credentials. A token is only given as the headers of a request, and is
 * never in a message or a log.
 */
public final class TokenSource {
  private final Optional<Credentials> credentials;

  /**
   * @param credentials {@link NoCredentials} = send no token
   */
  public TokenSource(Credentials credentials) {
    this.credentials =
        credentials instanceof NoCredentials ? Optional.empty() : Optional.of(credentials);
  }

  /** There is no token. The message does not quote the token server. */
  public static final class NoTokenException extends IOException {
    private static final long serialVersionUID = 1L;

    private NoTokenException(IOException cause) {
      super("no access token: " + cause.getClass().getSimpleName());
    }
  }

  /**
   * The headers of a request that carry the token; empty without credentials.
   *
   * @throws NoTokenException if there is no token at the moment
   */
  public Map<String, String> headers(URI uri) throws NoTokenException {
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

  /**
   * Gets a new token, in place of one that a server rejected.
   *
   * @return false if these credentials can't be renewed
   * @throws NoTokenException if the token server did not give one
   */
  public boolean refresh() throws NoTokenException {
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

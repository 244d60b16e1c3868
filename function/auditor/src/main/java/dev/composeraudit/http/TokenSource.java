package dev.composeraudit.http;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.Credentials;
import com.google.cloud.NoCredentials;
import com.google.common.base.Throwables;
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
  private final boolean renewable;

  /**
   * @param credentials {@link NoCredentials} = send no token
   */
  public TokenSource(Credentials credentials) {
    this(credentials, true);
  }

  private TokenSource(Credentials credentials, boolean renewable) {
    this.credentials =
        credentials instanceof NoCredentials ? Optional.empty() : Optional.of(credentials);
    this.renewable = renewable;
  }

  /**
   * Tokens that are not renewed because a server rejects one, only when they end: for servers that
   * belong to others, who could have them renewed with each call.
   */
  public static TokenSource notRenewedOnRejection(Credentials credentials) {
    return new TokenSource(credentials, false);
  }

  /** There is no token. The message does not quote the token server. */
  public static final class NoTokenException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int refusal;

    private NoTokenException(IOException cause) {
      super("no access token: " + cause.getClass().getSimpleName());
      refusal =
          Throwables.getCausalChain(cause).stream()
              .filter(HttpResponseException.class::isInstance)
              .mapToInt(each -> ((HttpResponseException) each).getStatusCode())
              .filter(status -> status / 100 == 4 && status != 408 && status != 429)
              .findFirst()
              .orElse(0);
    }

    /** The status with which the token server refused for good; 0 if it may give one later. */
    public int refusal() {
      return refusal;
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
    if (credentials.isEmpty() || !renewable) {
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

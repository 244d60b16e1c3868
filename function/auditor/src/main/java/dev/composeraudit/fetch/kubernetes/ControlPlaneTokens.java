package dev.composeraudit.fetch.kubernetes;

import dev.composeraudit.fetch.api.ReadRequest;
import dev.composeraudit.http.TokenSource;
import dev.composeraudit.http.TokenSource.NoTokenException;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.net.URI;
import java.util.Optional;

/** The access tokens that control planes are sent, and why there is none. */
public final class ControlPlaneTokens {
  private final TokenSource source;
  private final String account;

  public ControlPlaneTokens(ControlPlaneIdentity identity) {
    // A control plane belongs to others: its 401 must not have the token renewed.
    this.source = TokenSource.notRenewedOnRejection(identity.credentials());
    this.account = identity.account();
  }

  public TokenSource source() {
    return source;
  }

  /**
   * Gets a token, if there is none yet.
   *
   * @return why there is none and will be none; empty if there is one
   * @throws TransientException if the token server could not answer
   */
  Optional<Unknown<Object>> missing(ReadRequest request, URI uri) throws TransientException {
    try {
      source.headers(uri);
      return Optional.empty();
    } catch (NoTokenException none) {
      int status = none.refusal();
      if (status == 0 || account.isEmpty()) {
        throw new TransientException(request + ": " + none.getMessage(), none);
      }
      return Optional.of(
          request.unknown(
              status == 401 ? Reason.UNAUTHENTICATED : Reason.PERMISSION_DENIED,
              "no access token of %s for its control plane: the IAM Credentials API answered %d (grant roles/iam.serviceAccountTokenCreator on that service account to the account that this runs as)"
                  .formatted(account, status)));
    }
  }
}

package dev.composeraudit.fetch.kubernetes;

import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import java.net.URI;
import java.util.List;

/**
 * Whose access token control planes are sent.
 *
 * @param credentials that give the token
 * @param account the e-mail of the service account that is impersonated for it; blank: the token is
 *     the one that Google's APIs are sent too
 */
public record ControlPlaneIdentity(Credentials credentials, String account) {
  /** Where tokens of other service accounts are made. */
  public static final URI IAM_CREDENTIALS = URI.create("https://iamcredentials.googleapis.com");

  /** The scopes that gke-gcloud-auth-plugin asks for; GKE finds the user by the second. */
  private static final List<String> SCOPES =
      List.of(
          "https://www.googleapis.com/auth/cloud-platform",
          "https://www.googleapis.com/auth/userinfo.email");

  /** Google's library gets a new token six minutes before the end of the old one. */
  private static final int LIFETIME_SECONDS = 900;

  private static final int TIMEOUT_MILLIS = 5_000;

  /** The identity that Google's APIs see. */
  public static ControlPlaneIdentity same(Credentials credentials) {
    return new ControlPlaneIdentity(credentials, "");
  }

  /**
   * A service account of its own, impersonated: a token of it is good for fifteen minutes, and for
   * nothing that the account may not do.
   *
   * @param own credentials of an identity that may make tokens of the account
   * @param iamCredentials the endpoint of the IAM Credentials API
   */
  public static ControlPlaneIdentity impersonating(
      GoogleCredentials own, String account, URI iamCredentials) {
    ImpersonatedCredentials credentials =
        ImpersonatedCredentials.newBuilder()
            .setSourceCredentials(own)
            .setTargetPrincipal(account)
            .setScopes(SCOPES)
            .setLifetime(LIFETIME_SECONDS)
            .setIamEndpointOverride(
                "%s/v1/projects/-/serviceAccounts/%s:generateAccessToken"
                    .formatted(iamCredentials, account))
            .setConnectTimeout(TIMEOUT_MILLIS)
            .setReadTimeout(TIMEOUT_MILLIS)
            .build();
    return new ControlPlaneIdentity(credentials, account);
  }
}

package dev.composeraudit.fetch;

import com.google.auth.Credentials;
import dev.composeraudit.fetch.kubernetes.ControlPlaneIdentity;

/**
 * With whose access tokens is read.
 *
 * @param google for Google's APIs; {@link com.google.cloud.NoCredentials} = send no token
 * @param controlPlanes for the clusters' Kubernetes APIs
 */
public record Identities(Credentials google, ControlPlaneIdentity controlPlanes) {
  /** One identity for both. */
  public static Identities one(Credentials credentials) {
    return new Identities(credentials, ControlPlaneIdentity.same(credentials));
  }
}

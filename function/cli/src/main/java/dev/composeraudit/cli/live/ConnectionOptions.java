package dev.composeraudit.cli.live;

import com.google.auth.Credentials;
import com.google.auth.ServiceAccountSigner;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.cloud.NoCredentials;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.Identities;
import dev.composeraudit.fetch.ReaderLocation;
import dev.composeraudit.fetch.kubernetes.ControlPlaneEndpoints;
import dev.composeraudit.fetch.kubernetes.ControlPlaneIdentity;
import dev.composeraudit.fetch.kubernetes.ReaderVpc;
import dev.composeraudit.http.Endpoints;
import dev.composeraudit.http.ResponseListener;
import dev.composeraudit.http.Sleeper;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The options that say how the cloud is read: with whose credentials, and from where. */
public final class ConnectionOptions {
  private static final String CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform";
  private static final int TOKEN_SECONDS = 3600;

  @Option(
      names = "--impersonate-service-account",
      paramLabel = "EMAIL",
      description =
          "reads as this service account; you need roles/iam.serviceAccountTokenCreator on it")
  private @Nullable String impersonated;

  @Option(
      names = "--clusters-account",
      paramLabel = "EMAIL",
      description =
          "calls control planes as this service account, as the function does, so that control"
              + " planes get the token of this account only; you need"
              + " roles/iam.serviceAccountTokenCreator on it")
  private @Nullable String clustersAccount;

  @Option(
      names = "--no-control-planes",
      description =
          "does not call the clusters' Kubernetes APIs, so that they get no access token; the"
              + " egress policies are unknown then")
  private boolean noControlPlanes;

  @Option(names = "--with-composer-1", description = "also reads what only Composer 1 needs")
  private boolean composer1;

  @Option(
      names = "--reader-in",
      paramLabel = "VPC",
      converter = Vpc.class,
      description =
          "projects/P/global/networks/N@REGION: reads as a reader in that VPC does, if this machine"
              + " is in it")
  private List<ReaderVpc> vpcs = new ArrayList<>();

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "a sandbox to call in place of Google; scripts/demo --keep prints its address")
  private @Nullable URI endpoint;

  private @Nullable Credentials credentials;

  /** Reads a VPC with its region. */
  static final class Vpc implements ITypeConverter<ReaderVpc> {
    @Override
    public ReaderVpc convert(String text) {
      return ReaderVpc.parse(text);
    }
  }

  /** How environments are read, by the names of options, where it is not the usual way. */
  public Map<String, String> reading() {
    Map<String, String> reading = new TreeMap<>();
    if (noControlPlanes) {
      reading.put("--no-control-planes", "");
    }
    if (composer1) {
      reading.put("--with-composer-1", "");
    }
    if (!vpcs.isEmpty()) {
      reading.put(
          "--reader-in", new TreeSet<>(vpcs.stream().map(ReaderVpc::toString).toList()).toString());
    }
    return reading;
  }

  /**
   * Opens a reader, with the credentials that Google's libraries find.
   *
   * @throws IOException if they find none; the message is fit for the user
   */
  public EnvironmentReader open(Clock clock) throws IOException {
    return open(clock, ResponseListener.NONE);
  }

  /** The same, with a listener that receives what control planes answer. */
  public EnvironmentReader open(Clock clock, ResponseListener listener) throws IOException {
    return EnvironmentReader.open(
        endpoints(),
        new ReaderLocation(
            Set.copyOf(vpcs),
            Set.of(),
            composer1,
            noControlPlanes ? ControlPlaneEndpoints.NONE : ControlPlaneEndpoints.ANY),
        identities(),
        clock,
        Sleeper.SYSTEM,
        listener);
  }

  /** The service account of the credentials; empty if they are a person's, or there are none. */
  public Optional<String> account() throws IOException {
    return credentials() instanceof ServiceAccountSigner signer
        ? Optional.ofNullable(signer.getAccount())
        : Optional.empty();
  }

  /** The service account that control planes are called as, if it is said. */
  public Optional<String> clustersAccount() {
    return Optional.ofNullable(clustersAccount);
  }

  private Identities identities() throws IOException {
    Credentials own = credentials();
    return clustersAccount != null && own instanceof GoogleCredentials google
        ? new Identities(
            own,
            ControlPlaneIdentity.impersonating(
                google, clustersAccount, ControlPlaneIdentity.IAM_CREDENTIALS))
        : Identities.one(own);
  }

  /** A sentence about which access token control planes are sent. */
  public String tokenNotice() throws IOException {
    if (noControlPlanes) {
      return "control planes are not called; the egress policies are unknown";
    }
    if (credentials() instanceof NoCredentials) {
      return "control planes are called without an access token";
    }
    Optional<String> account = account();
    String left = "--no-control-planes prevents that";
    return clustersAccount()
        .or(() -> account)
        .map(email -> "control planes get the access token of %s; %s".formatted(email, left))
        .orElse(
            "control planes get the access token of your application default credentials; it is"
                + " better to use an account that may only read: --clusters-account or"
                + " --impersonate-service-account; "
                + left);
  }

  /** Where a sandbox is asked in Google's place; empty if Google is. */
  public Optional<URI> sandbox() {
    return Optional.ofNullable(endpoint);
  }

  private Endpoints endpoints() {
    return endpoint == null
        ? Endpoints.GOOGLE
        : new Endpoints(endpoint, endpoint, endpoint, endpoint, endpoint);
  }

  /**
   * The credentials to read with.
   *
   * @throws IOException if there are none; the message is fit for the user
   */
  public Credentials credentials() throws IOException {
    if (credentials == null) {
      credentials =
          endpoint != null && "http".equals(endpoint.getScheme())
              ? NoCredentials.getInstance()
              : impersonating(applicationDefault());
    }
    return credentials;
  }

  private GoogleCredentials impersonating(GoogleCredentials own) {
    return impersonated == null
        ? own
        : ImpersonatedCredentials.create(
            own, impersonated, List.of(), List.of(CLOUD_PLATFORM), TOKEN_SECONDS);
  }

  private static GoogleCredentials applicationDefault() throws IOException {
    try {
      return GoogleCredentials.getApplicationDefault().createScoped(CLOUD_PLATFORM);
    } catch (IOException none) {
      throw new IOException(
          "no credentials to read with: run gcloud auth application-default login (%s)"
              .formatted(none.getMessage()),
          none);
    }
  }
}

package dev.composeraudit.cli;

import com.google.auth.Credentials;
import com.google.auth.ServiceAccountSigner;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.ReaderLocation;
import dev.composeraudit.fetch.inventory.ListedEnvironment;
import dev.composeraudit.fetch.kubernetes.ReaderVpc;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.Endpoints;
import dev.composeraudit.http.Sleeper;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Unknown;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say what is read in the cloud, and from where, for the verbs that read it. */
final class Live {
  private static final String CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform";

  @Parameters(
      paramLabel = "ENVIRONMENT",
      arity = "0..*",
      converter = Name.class,
      description = "projects/P/locations/L/environments/E")
  private List<EnvironmentName> named = new ArrayList<>();

  @Option(
      names = "--project",
      paramLabel = "P",
      description = "all of a project's; may be given several times")
  private List<String> projects = new ArrayList<>();

  @Option(names = "--folder", paramLabel = "F", description = "all below a folder, by its number")
  private List<String> folders = new ArrayList<>();

  @Option(
      names = "--organization",
      paramLabel = "O",
      description = "all of an organization, by its number")
  private @Nullable String organization;

  @Option(
      names = "--with-composer-1",
      description = "reads what only Composer 1 needs, as the function does when it is told so")
  private boolean composer1;

  @Option(
      names = "--reader-in",
      paramLabel = "VPC",
      converter = Vpc.class,
      description = "projects/P/global/networks/N@REGION: looks as a reader there, where this runs")
  private List<ReaderVpc> vpcs = new ArrayList<>();

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "a sandbox to ask in Google's place; scripts/demo --keep prints its address")
  private @Nullable URI endpoint;

  private @Nullable Credentials credentials;

  /** Reads a name. */
  static final class Name implements picocli.CommandLine.ITypeConverter<EnvironmentName> {
    @Override
    public EnvironmentName convert(String text) {
      return EnvironmentName.parse(text);
    }
  }

  /** Reads a VPC with its region. */
  static final class Vpc implements picocli.CommandLine.ITypeConverter<ReaderVpc> {
    @Override
    public ReaderVpc convert(String text) {
      return ReaderVpc.parse(text);
    }
  }

  /**
   * Opens what is needed to look, with the credentials that Google's libraries find.
   *
   * @throws IOException if they find none; the message is fit for the user
   */
  EnvironmentReader open(Clock clock) throws IOException {
    return EnvironmentReader.open(
        endpoints(),
        new ReaderLocation(Set.copyOf(vpcs), Set.of(), composer1),
        credentials(),
        clock,
        Sleeper.SYSTEM);
  }

  /** The service account whose eyes these are; empty if they are a person's, or nobody's. */
  Optional<String> account() throws IOException {
    return credentials() instanceof ServiceAccountSigner signer
        ? Optional.ofNullable(signer.getAccount())
        : Optional.empty();
  }

  /**
   * The environments that the user named, and those in the scopes, in the order of their names.
   *
   * @throws IOException if it is not known which are in a scope
   */
  List<EnvironmentName> environments(EnvironmentReader environmentReader, Deadline deadline)
      throws IOException {
    Set<String> names = new TreeSet<>();
    named.forEach(name -> names.add(name.toString()));
    for (String scope : scopes()) {
      try {
        names.addAll(names(environmentReader.environmentsBelow(scope, deadline)));
      } catch (TransientException trouble) {
        throw new IOException(trouble.getMessage(), trouble);
      }
    }
    return names.stream().map(EnvironmentName::parse).toList();
  }

  private static List<String> names(Observed<List<ListedEnvironment>> found) throws IOException {
    if (found instanceof Unknown<List<ListedEnvironment>> unknown) {
      throw new IOException(unknown.help());
    }
    return ((Known<List<ListedEnvironment>>) found)
        .value().stream().map(listed -> listed.name().toString()).toList();
  }

  private List<String> scopes() {
    List<String> scopes = new ArrayList<>();
    projects.forEach(project -> scopes.add("projects/" + project));
    folders.forEach(folder -> scopes.add("folders/" + folder));
    if (organization != null) {
      scopes.add("organizations/" + organization);
    }
    return scopes;
  }

  private Endpoints endpoints() {
    return endpoint == null
        ? Endpoints.GOOGLE
        : new Endpoints(endpoint, endpoint, endpoint, endpoint, endpoint);
  }

  private Credentials credentials() throws IOException {
    if (credentials == null) {
      credentials =
          endpoint != null && "http".equals(endpoint.getScheme())
              ? NoCredentials.getInstance()
              : applicationDefault();
    }
    return credentials;
  }

  private static Credentials applicationDefault() throws IOException {
    try {
      return GoogleCredentials.getApplicationDefault().createScoped(CLOUD_PLATFORM);
    } catch (IOException none) {
      throw new IOException(
          "no credentials to look with: gcloud auth application-default login (%s)"
              .formatted(none.getMessage()),
          none);
    }
  }
}

package dev.composeraudit;

import dev.composeraudit.document.SourceFile;
import dev.composeraudit.event.ProjectFilter;
import dev.composeraudit.fetch.ReaderLocation;
import dev.composeraudit.fetch.kubernetes.ControlPlaneEndpoints;
import dev.composeraudit.fetch.kubernetes.ControlPlaneIdentity;
import dev.composeraudit.fetch.kubernetes.ReaderVpc;
import dev.composeraudit.http.Endpoints;
import dev.composeraudit.report.finding.Baseline;
import dev.composeraudit.report.finding.Principals;
import dev.composeraudit.report.finding.TeamLabels;
import dev.composeraudit.report.scc.SecuritySource;
import dev.composeraudit.sweep.SweepScope;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How this deployment of the function is set up: environment variables of the process, which are
 * called settings here. One that is absent or blank takes its default; one that is malformed stops
 * the start. Lists have commas between their members. The table of settings is in {@code
 * scripts/README.md}.
 *
 * @param readerTopics by project and region, {@code P@REGION}
 * @param clustersAccount impersonated for control planes; blank: none
 * @param iamCredentials the endpoint of the IAM Credentials API
 * @param endpoints of Composer, GKE and Compute
 * @param pubsub the endpoint of Pub/Sub
 */
record Settings(
    String findingsTopic,
    @Nullable String deadLetterTopic,
    @Nullable String eventsTopic,
    @Nullable String controlTopic,
    List<String> sweepScopes,
    Map<String, String> readerTopics,
    @Nullable Path policies,
    @Nullable Path bindings,
    @Nullable SourceFile packedBindings,
    ProjectFilter scope,
    Duration waitForCreation,
    Duration coverageGrace,
    Baseline baseline,
    Principals principals,
    TeamLabels teams,
    ReaderLocation location,
    String clustersAccount,
    URI iamCredentials,
    @Nullable String centralLog,
    @Nullable SecuritySource securitySource,
    Endpoints endpoints,
    URI pubsub,
    String service) {
  private static final URI PUBSUB = URI.create("https://pubsub.googleapis.com");

  private static final URI SECURITY_CENTER = URI.create("https://securitycenter.googleapis.com");

  /**
   * Reads the settings.
   *
   * @throws InvalidSettingsException with every error
   */
  static Settings of(Map<String, String> environment) throws InvalidSettingsException {
    SettingValues values = new SettingValues(environment);
    values.require("FINDINGS_TOPIC", "projects/P/topics/T");
    Settings settings =
        new Settings(
            values.read("FINDINGS_TOPIC", SettingParsers::topic).orElse(""),
            values.read("DEAD_LETTER_TOPIC", SettingParsers::topic).orElse(null),
            values.read("EVENTS_TOPIC", SettingParsers::topic).orElse(null),
            values.read("CONTROL_TOPIC", SettingParsers::topic).orElse(null),
            values.list("SWEEP_SCOPE", SettingParsers::sweepScope),
            readerTopics(values),
            values.read("POLICIES", SettingParsers::folder).orElse(null),
            values.read("BINDINGS", SettingParsers::folder).orElse(null),
            values.read("BINDINGS_GZIP", PackedBindings::read).orElse(null),
            ProjectFilter.of(values.list("AUDITED_PROJECTS", SettingParsers::projects)),
            values.read("WAIT_FOR_CREATION", SettingParsers::wait).orElse(Duration.ofMinutes(10)),
            values.read("COVERAGE_GRACE", SettingParsers::wait).orElse(Duration.ofHours(1)),
            values
                .read("ENFORCE_FROM", SettingParsers::time)
                .map(Baseline::new)
                .orElse(Baseline.NONE),
            values.read("PRINCIPALS", SettingParsers::principals).orElse(Principals.FULL),
            teamLabels(values),
            location(values),
            values.read("CLUSTERS_ACCOUNT", SettingParsers::account).orElse(""),
            endpoint(values, "IAMCREDENTIALS_ENDPOINT", ControlPlaneIdentity.IAM_CREDENTIALS),
            values.read("CENTRAL_LOG", SettingParsers::log).orElse(null),
            securitySource(values),
            new Endpoints(
                endpoint(values, "COMPOSER_ENDPOINT", Endpoints.GOOGLE.composer()),
                endpoint(values, "CONTAINER_ENDPOINT", Endpoints.GOOGLE.gke()),
                endpoint(values, "COMPUTE_ENDPOINT", Endpoints.GOOGLE.compute()),
                endpoint(values, "ASSET_ENDPOINT", Endpoints.GOOGLE.assets()),
                endpoint(values, "LOGGING_ENDPOINT", Endpoints.GOOGLE.logs())),
            endpoint(values, "PUBSUB_ENDPOINT", PUBSUB),
            values.read("K_SERVICE", text -> text).orElse("composer-audit"));
    if (settings.centralLog() != null && settings.isLocal()) {
      values.addError(
          "CENTRAL_LOG", "can't be written to without credentials: all endpoints are http");
    }
    if (settings.bindings() != null && settings.packedBindings() != null) {
      values.addError("BINDINGS_GZIP", "and BINDINGS exclude each other");
    }
    if (settings.sweepScopes().isEmpty() != (settings.eventsTopic() == null)) {
      values.addError("SWEEP_SCOPE", "and EVENTS_TOPIC go together: a sweep needs both");
    }
    values.failIfInvalid();
    return settings;
  }

  /** Whether all that is called is on this machine, in plain text: a token must not go there. */
  boolean isLocal() {
    Stream<URI> always =
        Stream.of(endpoints.composer(), endpoints.gke(), endpoints.compute(), pubsub);
    Stream<URI> forSweeps =
        sweepScopes.isEmpty() ? Stream.of() : Stream.of(endpoints.assets(), endpoints.logs());
    Stream<URI> forSecurityCenter =
        securitySource == null ? Stream.of() : Stream.of(securitySource.endpoint());
    Stream<URI> forClusters = clustersAccount.isEmpty() ? Stream.of() : Stream.of(iamCredentials);
    return Stream.of(always, forSweeps, forSecurityCenter, forClusters)
        .flatMap(each -> each)
        .allMatch(endpoint -> endpoint.getScheme().equals("http"));
  }

  /** Which environments are swept; null if none are. */
  @Nullable SweepScope sweepScope() {
    return sweepScopes.isEmpty() ? null : new SweepScope(sweepScopes, scope);
  }

  private static TeamLabels teamLabels(SettingValues values) {
    List<String> keys = values.list("TEAM_LABELS", SettingParsers::labelKey);
    return keys.isEmpty() ? TeamLabels.DEFAULT : new TeamLabels(keys);
  }

  private static ReaderLocation location(SettingValues values) {
    return new ReaderLocation(
        Set.copyOf(values.list("READER_VPCS", ReaderVpc::parse)),
        Set.copyOf(values.list("HOST_PROJECTS", SettingParsers::projectId)),
        values.read("WITH_COMPOSER_1", SettingParsers::choice).orElse(false),
        values
            .read("CONTROL_PLANES", SettingParsers::controlPlanes)
            .orElse(ControlPlaneEndpoints.ANY));
  }

  private static URI endpoint(SettingValues values, String name, URI google) {
    return values.read(name, Endpoints::parse).orElse(google);
  }

  private static Map<String, String> readerTopics(SettingValues values) {
    Map<String, String> topics = new TreeMap<>();
    for (String each : values.list("READER_TOPICS", SettingParsers::readerTopic)) {
      int equals = each.indexOf('=');
      topics.put(each.substring(0, equals), each.substring(equals + 1));
    }
    return Map.copyOf(topics);
  }

  private static @Nullable SecuritySource securitySource(SettingValues values) {
    URI endpoint = endpoint(values, "SECURITYCENTER_ENDPOINT", SECURITY_CENTER);
    return values
        .read("SCC_SOURCE", SettingParsers::securitySource)
        .map(name -> new SecuritySource(name, endpoint))
        .orElse(null);
  }

  /** Whether a setting names an existing folder, or is not set. */
  static boolean isFolder(Map<String, String> environment, String name) {
    String text = environment.getOrDefault(name, "").strip();
    return text.isEmpty() || Files.isDirectory(Path.of(text));
  }
}

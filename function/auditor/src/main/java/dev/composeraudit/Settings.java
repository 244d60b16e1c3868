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
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How this deployment of the function is set up: environment variables of the process, which are
 * called settings here. One that is absent or blank takes its default; one that is malformed stops
 * the start. Lists have commas between their members.
 *
 * <table>
 *   <caption>The settings</caption>
 *   <tr><th>name</th><th>form</th><th>default</th><th>what</th></tr>
 *   <tr><td>FINDINGS_TOPIC</td><td>{@code projects/P/topics/T}</td><td>required</td>
 *     <td>where findings are published</td></tr>
 *   <tr><td>DEAD_LETTER_TOPIC</td><td>{@code projects/P/topics/T}</td><td>none</td>
 *     <td>where refused events are copied to</td></tr>
 *   <tr><td>EVENTS_TOPIC, SWEEP_SCOPE</td><td>{@code projects/P/topics/T}; list of {@code
 *     organizations/N}, {@code folders/N} or {@code projects/P}</td><td>none</td>
 *     <td>where a sweep asks for audits, and what it covers; both or neither</td></tr>
 *   <tr><td>CONTROL_TOPIC</td><td>{@code projects/P/topics/T}</td><td>none</td>
 *     <td>the only topic whose messages begin sweeps and coverage checks, one in ten minutes; without
 *     it those of each topic do</td></tr>
 *   <tr><td>READER_TOPICS</td><td>list of {@code P@REGION=projects/Q/topics/T}</td><td>none</td>
 *     <td>where it asks for those of the project's environments in the region instead</td></tr>
 *   <tr><td>POLICIES</td><td>folder</td><td>those in the jar</td>
 *     <td>policies, bindings and exceptions in place of the jar's</td></tr>
 *   <tr><td>BINDINGS</td><td>folder</td><td>those in the jar</td>
 *     <td>bindings and exceptions in place of the others: the YAML files directly in it</td></tr>
 *   <tr><td>BINDINGS_GZIP</td><td>YAML documents, packed with gzip, in base64</td><td>none</td>
 *     <td>the same without a folder; not with BINDINGS</td></tr>
 *   <tr><td>AUDITED_PROJECTS</td><td>list of project ids, {@code *} for any characters,
 *     {@code !} before those to leave out</td>
 *     <td>all</td><td>environments of other projects are refused before any call</td></tr>
 *   <tr><td>WAIT_FOR_CREATION</td><td>ISO 8601 duration, at most PT24H</td><td>PT10M</td>
 *     <td>how old the entry of an ended creation may be while Composer does not show its end
 *     yet</td></tr>
 *   <tr><td>COVERAGE_GRACE</td><td>ISO 8601 duration, at most PT24H</td><td>PT1H</td>
 *     <td>how old an environment may become before it counts as missed if nobody has judged
 *     it</td></tr>
 *   <tr><td>ENFORCE_FROM</td><td>RFC 3339 time</td><td>always</td>
 *     <td>environments created earlier are baseline: recorded, no cause for alarm</td></tr>
 *   <tr><td>PRINCIPALS</td><td>{@code full}, {@code hash} or {@code none}</td><td>full</td>
 *     <td>how findings and log entries name who acted</td></tr>
 *   <tr><td>TEAM_LABELS</td><td>list of label keys</td><td>owner,team</td>
 *     <td>the environment's labels that name the team it belongs to; the first that is there
 *     counts</td></tr>
 *   <tr><td>WITH_COMPOSER_1</td><td>true or false</td><td>false</td>
 *     <td>whether to read what only Composer 1 needs</td></tr>
 *   <tr><td>READER_VPCS</td><td>list of {@code projects/P/global/networks/N@REGION}</td>
 *     <td>none</td><td>the VPCs that this function runs in, by Direct VPC egress</td></tr>
 *   <tr><td>CLUSTERS_ACCOUNT</td><td>e-mail of a service account</td><td>none</td>
 *     <td>impersonated for control planes; without it they get this function's own token</td></tr>
 *   <tr><td>CONTROL_PLANES</td><td>{@code any} or {@code dns}</td><td>any</td>
 *     <td>by which endpoints control planes are called: any, or only their DNS endpoints</td></tr>
 *   <tr><td>HOST_PROJECTS</td><td>list of project ids</td><td>any</td>
 *     <td>the Shared VPC host projects whose subnetworks may be read</td></tr>
 *   <tr><td>CENTRAL_LOG</td><td>{@code projects/P/logs/L}</td><td>none</td>
 *     <td>a log that entries are written to beside standard output</td></tr>
 *   <tr><td>SCC_SOURCE</td><td>{@code organizations/O/sources/S}, by number</td><td>none</td>
 *     <td>a source of Security Command Center that findings are written to as well</td></tr>
 *   <tr><td>COMPOSER_ENDPOINT, CONTAINER_ENDPOINT, COMPUTE_ENDPOINT, ASSET_ENDPOINT,
 *     LOGGING_ENDPOINT, PUBSUB_ENDPOINT, SECURITYCENTER_ENDPOINT, IAMCREDENTIALS_ENDPOINT</td>
 *     <td>{@code https://host[:port]}; http to a loopback address only</td><td>Google's</td>
 *     <td>where the APIs are called; where all are http, without credentials</td></tr>
 *   <tr><td>K_SERVICE</td><td>set by the platform</td><td>composer-audit</td>
 *     <td>the name of the service, in the source of findings</td></tr>
 * </table>
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
  private static final String PROJECT = "(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{1,62}";
  private static final Pattern PROJECT_ID = Pattern.compile(PROJECT);
  private static final Pattern PROJECTS = Pattern.compile("!?[a-z0-9.:*-]*[a-z*][a-z0-9.:*-]*");
  private static final Pattern TOPIC =
      Pattern.compile("projects/" + PROJECT + "/topics/[A-Za-z][A-Za-z0-9._~+%-]{2,254}");
  private static final Pattern LOG =
      Pattern.compile("projects/" + PROJECT + "/logs/[A-Za-z0-9._%-]{1,511}");
  private static final Pattern LABEL =
      Pattern.compile("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}");
  private static final Pattern ACCOUNT =
      Pattern.compile("[a-z][a-z0-9-]{4,28}[a-z0-9]@[a-z0-9.-]{1,128}\\.gserviceaccount\\.com");
  private static final Pattern SCOPE =
      Pattern.compile("(?:organizations|folders)/[0-9]{1,20}|projects/" + PROJECT);
  private static final Pattern READER_TOPIC =
      Pattern.compile(PROJECT + "@[a-z0-9-]{1,63}=" + TOPIC);
  private static final Pattern SECURITY_SOURCE =
      Pattern.compile("organizations/[0-9]{1,20}/sources/[0-9]{1,20}");
  private static final URI PUBSUB = URI.create("https://pubsub.googleapis.com");

  private static final URI SECURITY_CENTER = URI.create("https://securitycenter.googleapis.com");

  /** Eventarc keeps an event no longer. */
  private static final Duration RETENTION = Duration.ofHours(24);

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
            values.read("FINDINGS_TOPIC", Settings::topic).orElse(""),
            values.read("DEAD_LETTER_TOPIC", Settings::topic).orElse(null),
            values.read("EVENTS_TOPIC", Settings::topic).orElse(null),
            values.read("CONTROL_TOPIC", Settings::topic).orElse(null),
            values.list("SWEEP_SCOPE", Settings::sweepScope),
            readerTopics(values),
            values.read("POLICIES", Settings::folder).orElse(null),
            values.read("BINDINGS", Settings::folder).orElse(null),
            values.read("BINDINGS_GZIP", PackedBindings::read).orElse(null),
            ProjectFilter.of(values.list("AUDITED_PROJECTS", Settings::projects)),
            values.read("WAIT_FOR_CREATION", Settings::wait).orElse(Duration.ofMinutes(10)),
            values.read("COVERAGE_GRACE", Settings::wait).orElse(Duration.ofHours(1)),
            values.read("ENFORCE_FROM", Settings::time).map(Baseline::new).orElse(Baseline.NONE),
            values.read("PRINCIPALS", Settings::principals).orElse(Principals.FULL),
            teamLabels(values),
            location(values),
            values.read("CLUSTERS_ACCOUNT", Settings::account).orElse(""),
            endpoint(values, "IAMCREDENTIALS_ENDPOINT", ControlPlaneIdentity.IAM_CREDENTIALS),
            values.read("CENTRAL_LOG", Settings::log).orElse(null),
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
    List<String> keys =
        values.list("TEAM_LABELS", text -> matching(LABEL, text, "keys of labels, such as team"));
    return keys.isEmpty() ? TeamLabels.DEFAULT : new TeamLabels(keys);
  }

  private static ReaderLocation location(SettingValues values) {
    return new ReaderLocation(
        Set.copyOf(values.list("READER_VPCS", ReaderVpc::parse)),
        Set.copyOf(values.list("HOST_PROJECTS", text -> matching(PROJECT_ID, text, "project ids"))),
        values.read("WITH_COMPOSER_1", Settings::choice).orElse(false),
        values.read("CONTROL_PLANES", Settings::controlPlanes).orElse(ControlPlaneEndpoints.ANY));
  }

  private static ControlPlaneEndpoints controlPlanes(String text) {
    return switch (text) {
      case "any" -> ControlPlaneEndpoints.ANY;
      case "dns" -> ControlPlaneEndpoints.DNS;
      default -> throw new IllegalArgumentException("must be any or dns");
    };
  }

  private static String account(String text) {
    return matching(
        ACCOUNT, text, "the e-mail of a service account, NAME@PROJECT.iam.gserviceaccount.com");
  }

  private static URI endpoint(SettingValues values, String name, URI google) {
    return values.read(name, Endpoints::parse).orElse(google);
  }

  private static String topic(String text) {
    return matching(TOPIC, text, "projects/P/topics/T");
  }

  private static String sweepScope(String text) {
    return matching(SCOPE, text, "organizations/N, folders/N or projects/P");
  }

  private static Map<String, String> readerTopics(SettingValues values) {
    Map<String, String> topics = new TreeMap<>();
    for (String each : values.list("READER_TOPICS", Settings::readerTopic)) {
      int equals = each.indexOf('=');
      topics.put(each.substring(0, equals), each.substring(equals + 1));
    }
    return Map.copyOf(topics);
  }

  private static String readerTopic(String text) {
    return matching(READER_TOPIC, text, "P@REGION=projects/Q/topics/T");
  }

  private static String log(String text) {
    return matching(LOG, text, "projects/P/logs/L, the log's name URL-encoded");
  }

  private static @Nullable SecuritySource securitySource(SettingValues values) {
    URI endpoint = endpoint(values, "SECURITYCENTER_ENDPOINT", SECURITY_CENTER);
    String what = "organizations/O/sources/S, both by number";
    return values
        .read("SCC_SOURCE", text -> matching(SECURITY_SOURCE, text, what))
        .map(name -> new SecuritySource(name, endpoint))
        .orElse(null);
  }

  private static String projects(String text) {
    return matching(
        PROJECTS,
        text,
        "project ids, not numbers, where * stands for any characters, and ! before one excludes it;"
            + " for a folder or an organization, put the log sink and the role there");
  }

  private static String matching(Pattern form, String text, String what) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException("must be " + what);
    }
    return text;
  }

  /** Whether a setting names a folder that is there, or none. */
  static boolean isFolder(Map<String, String> environment, String name) {
    String text = environment.getOrDefault(name, "").strip();
    return text.isEmpty() || Files.isDirectory(Path.of(text));
  }

  private static Path folder(String text) {
    Path folder = Path.of(text);
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("must be a folder that is there");
    }
    return folder;
  }

  private static Duration wait(String text) {
    String form = "must be an ISO 8601 duration up to PT24H, such as PT10M";
    try {
      Duration wait = Duration.parse(text);
      if (wait.isNegative() || wait.compareTo(RETENTION) > 0) {
        throw new IllegalArgumentException(form);
      }
      return wait;
    } catch (DateTimeException malformed) {
      throw new IllegalArgumentException(form, malformed);
    }
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException malformed) {
      throw new IllegalArgumentException(
          "must be an RFC 3339 time, such as 2026-01-01T00:00:00Z", malformed);
    }
  }

  private static Principals principals(String text) {
    return switch (text) {
      case "full" -> Principals.FULL;
      case "hash" -> Principals.HASH;
      case "none" -> Principals.NONE;
      default -> throw new IllegalArgumentException("must be full, hash or none");
    };
  }

  private static boolean choice(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false");
    };
  }
}

package dev.composeraudit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.composeraudit.event.ProjectFilter;
import dev.composeraudit.fetch.ReaderLocation;
import dev.composeraudit.fetch.kubernetes.ControlPlaneEndpoints;
import dev.composeraudit.fetch.kubernetes.ReaderVpc;
import dev.composeraudit.http.Endpoints;
import dev.composeraudit.report.finding.Baseline;
import dev.composeraudit.report.finding.Principals;
import dev.composeraudit.report.finding.TeamLabels;
import dev.composeraudit.report.scc.SecuritySource;
import dev.composeraudit.sweep.SweepScope;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final String TOPIC = "projects/acme-security/topics/findings";

  private static final List<String> ENDPOINTS =
      List.of("COMPOSER_ENDPOINT", "CONTAINER_ENDPOINT", "COMPUTE_ENDPOINT", "PUBSUB_ENDPOINT");

  @TempDir Path folder;

  @Test
  void theFindingsTopicAloneIsEnough() throws InvalidSettingsException {
    Settings settings = Settings.of(Map.of("FINDINGS_TOPIC", TOPIC));

    assertThat(settings)
        .returns(TOPIC, Settings::findingsTopic)
        .returns(null, Settings::deadLetterTopic)
        .returns(null, Settings::eventsTopic)
        .returns(null, Settings::controlTopic)
        .returns(List.of(), Settings::sweepScopes)
        .returns(Map.of(), Settings::readerTopics)
        .returns(null, Settings::policies)
        .returns(null, Settings::bindings)
        .returns(null, Settings::packedBindings)
        .returns(ProjectFilter.EVERYTHING, Settings::scope)
        .returns(Duration.ofMinutes(10), Settings::waitForCreation)
        .returns(Duration.ofHours(1), Settings::coverageGrace)
        .returns(Baseline.NONE, Settings::baseline)
        .returns(Principals.FULL, Settings::principals)
        .returns(TeamLabels.DEFAULT, Settings::teams)
        .returns(ReaderLocation.OUTSIDE, Settings::location)
        .returns("", Settings::clustersAccount)
        .returns(null, Settings::centralLog)
        .returns(null, Settings::securitySource)
        .returns(Endpoints.GOOGLE, Settings::endpoints)
        .returns(URI.create("https://pubsub.googleapis.com"), Settings::pubsub)
        .returns("composer-audit", Settings::service);
    assertThat(settings.isLocal()).isFalse();
  }

  @Test
  void everySettingIsRead() throws InvalidSettingsException {
    Settings settings =
        Settings.of(
            Map.ofEntries(
                Map.entry("FINDINGS_TOPIC", TOPIC),
                Map.entry("DEAD_LETTER_TOPIC", "projects/example.com:data/topics/dead"),
                Map.entry("POLICIES", folder.toString()),
                Map.entry("BINDINGS", folder.toString()),
                Map.entry("AUDITED_PROJECTS", "acme-data, acme-*"),
                Map.entry("WAIT_FOR_CREATION", "PT3S"),
                Map.entry("COVERAGE_GRACE", "PT2H"),
                Map.entry("ENFORCE_FROM", "2026-01-01T00:00:00Z"),
                Map.entry("PRINCIPALS", "hash"),
                Map.entry("TEAM_LABELS", "cost-center, équipe"),
                Map.entry("WITH_COMPOSER_1", "true"),
                Map.entry("READER_VPCS", "projects/net/global/networks/n@europe-west1"),
                Map.entry("HOST_PROJECTS", "net,net-2"),
                Map.entry("CLUSTERS_ACCOUNT", "clusters@acme-security.iam.gserviceaccount.com"),
                Map.entry("CONTROL_PLANES", "dns"),
                Map.entry("IAMCREDENTIALS_ENDPOINT", "https://iam.example.com"),
                Map.entry("CENTRAL_LOG", "projects/acme-security/logs/composer%2Faudit"),
                Map.entry("SCC_SOURCE", "organizations/12/sources/34"),
                Map.entry("SECURITYCENTER_ENDPOINT", "https://securitycenter.example.com"),
                Map.entry("COMPOSER_ENDPOINT", "http://127.0.0.1:1"),
                Map.entry("CONTAINER_ENDPOINT", "http://localhost:2"),
                Map.entry("COMPUTE_ENDPOINT", "http://[::1]:3"),
                Map.entry("PUBSUB_ENDPOINT", "https://pubsub.example.com"),
                Map.entry("K_SERVICE", "audit-eu")));

    assertThat(settings)
        .returns(TOPIC, Settings::findingsTopic)
        .returns("projects/example.com:data/topics/dead", Settings::deadLetterTopic)
        .returns(null, Settings::eventsTopic)
        .returns(null, Settings::controlTopic)
        .returns(List.of(), Settings::sweepScopes)
        .returns(Map.of(), Settings::readerTopics)
        .returns(folder, Settings::policies)
        .returns(folder, Settings::bindings)
        .returns(ProjectFilter.of(List.of("acme-data", "acme-*")), Settings::scope)
        .returns(Duration.ofSeconds(3), Settings::waitForCreation)
        .returns(Duration.ofHours(2), Settings::coverageGrace)
        .returns(new Baseline(Instant.parse("2026-01-01T00:00:00Z")), Settings::baseline)
        .returns(Principals.HASH, Settings::principals)
        .returns(new TeamLabels(List.of("cost-center", "équipe")), Settings::teams)
        .returns(
            new ReaderLocation(
                Set.of(new ReaderVpc("projects/net/global/networks/n", "europe-west1")),
                Set.of("net", "net-2"),
                true,
                ControlPlaneEndpoints.DNS),
            Settings::location)
        .returns("clusters@acme-security.iam.gserviceaccount.com", Settings::clustersAccount)
        .returns(URI.create("https://iam.example.com"), Settings::iamCredentials)
        .returns("projects/acme-security/logs/composer%2Faudit", Settings::centralLog)
        .returns(
            new SecuritySource(
                "organizations/12/sources/34", URI.create("https://securitycenter.example.com")),
            Settings::securitySource)
        .returns(
            new Endpoints(
                URI.create("http://127.0.0.1:1"),
                URI.create("http://localhost:2"),
                URI.create("http://[::1]:3"),
                Endpoints.GOOGLE.assets(),
                Endpoints.GOOGLE.logs()),
            Settings::endpoints)
        .returns(URI.create("https://pubsub.example.com"), Settings::pubsub)
        .returns("audit-eu", Settings::service);
  }

  @Test
  void aCentralLogNeedsCredentials() {
    Map<String, String> settings = local();
    settings.put("CENTRAL_LOG", "projects/acme/logs/audit");

    assertThat(mistakes(settings))
        .containsExactly(
            "CENTRAL_LOG: can't be written to without credentials: all endpoints are http");
  }

  @Test
  void aSweepNeedsBothItsScopeAndATopic() throws InvalidSettingsException {
    assertThat(mistakes(Map.of("FINDINGS_TOPIC", TOPIC, "SWEEP_SCOPE", "folders/12")))
        .containsExactly("SWEEP_SCOPE: and EVENTS_TOPIC go together: a sweep needs both");
    Settings settings =
        Settings.of(
            Map.of(
                "FINDINGS_TOPIC",
                TOPIC,
                "SWEEP_SCOPE",
                "projects/acme-data,projects/acme-ml",
                "EVENTS_TOPIC",
                TOPIC));

    assertThat(settings.sweepScopes()).containsExactly("projects/acme-data", "projects/acme-ml");
    assertThat(settings.sweepScope())
        .isEqualTo(
            new SweepScope(
                List.of("projects/acme-data", "projects/acme-ml"), ProjectFilter.EVERYTHING));
  }

  @Test
  void readersHaveTopicsOfTheirOwn() throws InvalidSettingsException {
    String reader = "projects/acme-security/topics/events-eu";
    Settings settings =
        Settings.of(
            Map.of(
                "FINDINGS_TOPIC",
                TOPIC,
                "READER_TOPICS",
                "acme-data@europe-west1=%s,acme-ml@europe-west1=%s".formatted(reader, reader)));

    assertThat(settings.readerTopics())
        .isEqualTo(Map.of("acme-data@europe-west1", reader, "acme-ml@europe-west1", reader));
    assertThat(mistakes(Map.of("FINDINGS_TOPIC", TOPIC, "READER_TOPICS", "acme-data=" + reader)))
        .singleElement()
        .asString()
        .startsWith("READER_TOPICS: must be P@REGION=projects/Q/topics/T");
  }

  @Test
  void theLimitsThemselvesAreAccepted() throws InvalidSettingsException {
    Settings settings =
        Settings.of(
            Map.of(
                "FINDINGS_TOPIC", TOPIC, "WAIT_FOR_CREATION", "PT24H", "WITH_COMPOSER_1", "false"));

    assertThat(settings.waitForCreation()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.location().composer1()).isFalse();
    assertThat(
            Settings.of(Map.of("FINDINGS_TOPIC", TOPIC, "WAIT_FOR_CREATION", "PT0S"))
                .waitForCreation())
        .isZero();
  }

  @Test
  void aFolderAmongTheProjectsIsReportedWhereItBelongs() {
    assertThatThrownBy(
            () -> Settings.of(Map.of("FINDINGS_TOPIC", TOPIC, "AUDITED_PROJECTS", "folders/7")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining(
            "for a folder or an organization, put the log sink and the role there");
  }

  @Test
  void aBlankSettingIsAnAbsentOne() throws InvalidSettingsException {
    Map<String, String> blank = new HashMap<>();
    for (String name : List.of("POLICIES", "AUDITED_PROJECTS", "ENFORCE_FROM", "PUBSUB_ENDPOINT")) {
      blank.put(name, "  ");
    }
    blank.put("FINDINGS_TOPIC", TOPIC);

    assertThat(Settings.of(blank)).isEqualTo(Settings.of(Map.of("FINDINGS_TOPIC", TOPIC)));
  }

  @Test
  void allErrorsAreNamedAtOnceWithTheirSetting() {
    assertThat(
            mistakes(
                Map.of(
                    "FINDINGS_TOPIC", "",
                    "COMPOSER_ENDPOINT", "http://composer.example.com",
                    "WAIT_FOR_CREATION", "soon")))
        .containsExactly(
            "FINDINGS_TOPIC: is required: projects/P/topics/T",
            "WAIT_FOR_CREATION: must be an ISO 8601 duration up to PT24H, such as PT10M; it is"
                + " \"soon\"",
            "COMPOSER_ENDPOINT: plain text (http) is accepted to a loopback address only; it is"
                + " \"http://composer.example.com\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FINDINGS_TOPIC     | findings
          FINDINGS_TOPIC     | projects/p-1/topics/findings/more
          DEAD_LETTER_TOPIC  | projects/p-1/subscriptions/dead
          POLICIES           | /nowhere/at/all
          BINDINGS           | /nowhere/at/all
          AUDITED_PROJECTS   | Acme
          AUDITED_PROJECTS   | 123456789012
          AUDITED_PROJECTS   | folders/123456789012
          AUDITED_PROJECTS   | ,
          AUDITED_PROJECTS   | acme-data,,acme-web
          AUDITED_PROJECTS   | !
          AUDITED_PROJECTS   | !!acme-data
          AUDITED_PROJECTS   | acme-!data
          WAIT_FOR_CREATION  | 10m
          WAIT_FOR_CREATION  | PT-1S
          WAIT_FOR_CREATION  | PT24H0.1S
          ENFORCE_FROM       | 2026-01-01
          WITH_COMPOSER_1    | yes
          READER_VPCS        | projects/net/global/networks/n
          HOST_PROJECTS      | ;
          CENTRAL_LOG        | composer-audit
          CLUSTERS_ACCOUNT   | composer-audit-clusters
          CLUSTERS_ACCOUNT   | me@example.com
          CLUSTERS_ACCOUNT   | clusters@p/../x.iam.gserviceaccount.com
          CONTROL_PLANES     | private
          IAMCREDENTIALS_ENDPOINT | http://iamcredentials.googleapis.com
          SCC_SOURCE         | organizations/12
          SCC_SOURCE         | projects/p-1/sources/2
          SCC_SOURCE         | organizations/12/sources/-
          SECURITYCENTER_ENDPOINT | http://securitycenter.googleapis.com
          COMPOSER_ENDPOINT  | composer.googleapis.com
          CONTAINER_ENDPOINT | ftp://127.0.0.1
          COMPUTE_ENDPOINT   | https://compute.googleapis.com/compute/v1
          PUBSUB_ENDPOINT    | https://me@pubsub.googleapis.com
          PUBSUB_ENDPOINT    | http://127.0.0.1.example.com
          PUBSUB_ENDPOINT    | http://pub sub
          """)
  void aMalformedSettingIsAnErrorThatQuotesIt(String name, String value) {
    Map<String, String> settings = new HashMap<>(Map.of("FINDINGS_TOPIC", TOPIC));
    settings.put(name, value);

    assertThat(mistakes(settings))
        .singleElement()
        .asString()
        .startsWith(name + ": ")
        .endsWith("; it is \"" + value + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"COMPOSER_ENDPOINT", "CONTAINER_ENDPOINT", "COMPUTE_ENDPOINT", "PUBSUB_ENDPOINT"})
  void oneEndpointOfGooglesMakesADeploymentThatIsNotLocal(String google)
      throws InvalidSettingsException {
    Map<String, String> settings = local();
    assertThat(Settings.of(settings).isLocal()).isTrue();
    settings.remove(google);
    assertThat(Settings.of(settings).isLocal()).isFalse();
  }

  @Test
  void anIamCredentialsApiOfGooglesMakesADeploymentThatIsNotLocal()
      throws InvalidSettingsException {
    Map<String, String> settings = local();
    settings.put("CLUSTERS_ACCOUNT", "clusters@acme-security.iam.gserviceaccount.com");
    assertThat(Settings.of(settings).isLocal()).isFalse();
    settings.put("IAMCREDENTIALS_ENDPOINT", "http://127.0.0.1:9");
    assertThat(Settings.of(settings).isLocal()).isTrue();
  }

  @Test
  void aSecurityCommandCenterOfGooglesMakesADeploymentThatIsNotLocal()
      throws InvalidSettingsException {
    Map<String, String> settings = local();
    settings.put("SCC_SOURCE", "organizations/12/sources/34");
    assertThat(Settings.of(settings).isLocal()).isFalse();
    settings.put("SECURITYCENTER_ENDPOINT", "http://127.0.0.1:9");
    assertThat(Settings.of(settings).isLocal()).isTrue();
  }

  @Test
  void anErrorIsOneLineWhateverTheValueHolds() {
    assertThat(mistakes(Map.of("FINDINGS_TOPIC", "a\nseverity=EMERGENCY")))
        .singleElement()
        .asString()
        .doesNotContain("\n");
  }

  /** The settings of a deployment that calls nothing but this machine. */
  private static Map<String, String> local() {
    Map<String, String> settings = new HashMap<>(Map.of("FINDINGS_TOPIC", TOPIC));
    ENDPOINTS.forEach(name -> settings.put(name, "http://127.0.0.1:9"));
    return settings;
  }

  @Test
  void theTableInScriptsReadmeNamesEverySetting() throws IOException {
    RequestedNames requested = new RequestedNames();
    assertThat(mistakes(requested)).hasSize(1);
    requested.names.remove("K_SERVICE"); // the platform sets it

    String table =
        Files.readString(Path.of("../../scripts/README.md"))
            .replaceFirst("(?s).*\\n\\| setting \\| default", "")
            .replaceFirst("(?s)\\n\\n.*", "");
    assertThat(
            table
                .lines()
                .flatMap(row -> Pattern.compile("`([A-Z0-9_]+)`").matcher(column(row)).results())
                .map(name -> name.group(1)))
        .containsExactlyInAnyOrderElementsOf(requested.names);
  }

  private static String column(String row) {
    return row.split("\\|", -1)[1];
  }

  /** Settings of which none is there; keeps the names that are asked for. */
  private static final class RequestedNames extends AbstractMap<String, String> {
    private final Set<String> names = new TreeSet<>();

    @Override
    public String getOrDefault(Object name, String absent) {
      names.add(String.valueOf(name));
      return absent;
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
      return Set.of();
    }
  }

  private static List<String> mistakes(Map<String, String> settings) {
    return catchThrowableOfType(InvalidSettingsException.class, () -> Settings.of(settings))
        .errors();
  }
}

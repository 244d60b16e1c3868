package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The command scan over a cloud on loopback. */
final class ScanTest {
  private static final String AGENT = "--policy=ip-masquerade-agent-enabled";
  private static final String PARENT = "projects/acme-data/locations/europe-west1";
  private static final String ON = PARENT + "/environments/on";
  private static final String OFF = PARENT + "/environments/off";

  @TempDir private Path folder;

  @Test
  void aProjectsEnvironmentsAreFoundRegionByRegion() {
    try (FakeGoogle google = cloud()) {
      Cli.Run run = scan(google, "--project=acme-data", AGENT);
      assertThat(run.code()).as(run.toString()).isEqualTo(1);
      assertThat(run.out())
          .contains("PASS", ON, "FAIL", OFF, "2 environments, 2 results: 1 FAIL, 1 PASS");
      assertThat(google.paths())
          .contains("/v1/projects/acme-data/locations/us-east1/environments")
          .noneMatch(path -> path.contains("/locations/-/"));
    }
  }

  @Test
  void aRegionThatComposerDoesNotOfferHasNoEnvironments() {
    try (FakeGoogle google = cloud()) {
      google.on(
          "/v1/projects/acme-data/locations/us-east1/environments",
          400,
          "{\"error\": {\"code\": 400, \"status\": \"INVALID_ARGUMENT\","
              + " \"message\": \"Unexpected location: us-east1\"}}");
      assertThat(scan(google, "--project=acme-data", AGENT).code()).isEqualTo(1);
    }
  }

  @Test
  void oneRegionIsAskedWhereOneIsGiven() {
    try (FakeGoogle google = cloud()) {
      assertThat(scan(google, "--project=acme-data", "--region=us-east1", AGENT).code())
          .as("there is none")
          .isEqualTo(2);
      assertThat(google.paths())
          .containsExactly("/v1/projects/acme-data/locations/us-east1/environments");
    }
  }

  @Test
  void aProjectWithoutPermissionIsNamedWithWhatWouldHelp() {
    try (FakeGoogle google = cloud()) {
      google.regions("closed-project", "europe-west1", "us-east1");
      google.deny("/v1/projects/closed-project/locations/europe-west1/environments");
      google.deny("/v1/projects/closed-project/locations/us-east1/environments");
      Cli.Run run =
          scan(google, "--project=acme-data", "--project=closed-project", AGENT, "--format=json");
      assertThat(run.code()).isEqualTo(2);
      JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();
      assertThat(json.get("partial").getAsBoolean()).isTrue();
      assertThat(json.getAsJsonArray("missing")).hasSize(1);
      JsonObject missing = json.getAsJsonArray("missing").get(0).getAsJsonObject();
      assertThat(missing.get("what").getAsString()).contains("projects/closed-project");
      assertThat(missing.get("why").getAsString()).contains("permission denied");
      assertThat(missing.get("help").getAsString())
          .isEqualTo("grant roles/composer.user, or composer.environments.list");
      assertThat(json.getAsJsonArray("results")).hasSize(2);
    }
  }

  @Test
  void anExcludedProjectIsNotEvenAsked() {
    try (FakeGoogle google = cloud()) {
      Cli.Run run =
          scan(
              google,
              "--project=acme-data",
              "--project=acme-sandbox-1",
              "--exclude-project=*-sandbox-*",
              AGENT);
      assertThat(run.code()).isEqualTo(1);
      assertThat(google.paths()).noneMatch(path -> path.contains("acme-sandbox-1"));
    }
  }

  @Test
  void labelsSelectEnvironments() {
    try (FakeGoogle google = cloud()) {
      google.on(
          "/v1/" + OFF,
          """
          {"name": "%s", "state": "RUNNING", "labels": {"team": "web"}, "config": {}}
          """
              .formatted(OFF));
      Cli.Run run = scan(google, "--project=acme-data", "--label", "team=data", AGENT);
      assertThat(run.code()).as(run.toString()).isZero();
      assertThat(run.out()).contains(ON).doesNotContain(OFF);
      assertThat(scan(google, "--project=acme-data", "--label", "team=none", AGENT).code())
          .isEqualTo(2);
    }
  }

  @Test
  void theClusterOfAnEnvironmentThatIsLeftOutIsNotRead() {
    String cluster = "projects/acme-data/locations/europe-west1/clusters/left-out";
    for (String option :
        List.of("--label=team=data", "--condition=resource.name.endsWith('/other')")) {
      try (FakeGoogle google = cloud()) {
        google.on(
            "/v1/" + OFF,
            """
            {"name": "%s", "state": "RUNNING", "labels": {"team": "web"},
             "config": {"gkeCluster": "%s", "softwareConfig": {"imageVersion": "composer-2.14.1-airflow-2.10.5"}}}
            """
                .formatted(OFF, cluster));

        scan(google, OFF, AGENT);
        assertThat(google.paths()).anyMatch(path -> path.contains(cluster));
        long before = google.paths().stream().filter(path -> path.contains(cluster)).count();

        scan(google, OFF, option, AGENT);
        assertThat(google.paths().stream().filter(path -> path.contains(cluster)).count())
            .as(option)
            .isEqualTo(before);
      }
    }
  }

  @Test
  void conditionsSelectEnvironmentsAndWhatIsUnknownStays() {
    try (FakeGoogle google = cloud()) {
      Cli.Run one =
          scan(
              google,
              "--project=acme-data",
              "--condition=has(resource.config.nodeConfig)",
              "--condition=resource.config.nodeConfig.enableIpMasqAgent",
              AGENT);
      assertThat(one.code()).as(one.toString()).isZero();
      assertThat(one.out()).contains(ON).doesNotContain(OFF);
      assertThat(
              scan(google, "--project=acme-data", "--condition=resource.location() == 'x'", AGENT)
                  .code())
          .as("nothing is left")
          .isEqualTo(2);
      google.deny("/v1/" + OFF);
      Cli.Run unknown =
          scan(
              google,
              "--project=acme-data",
              "--condition=resource.config.nodeConfig.enableIpMasqAgent",
              AGENT);
      assertThat(unknown.code()).as(unknown.toString()).isEqualTo(2);
      assertThat(unknown.out()).contains(OFF);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resource.nam == 'x' | --condition:1:9: undefined field",
        "resource.location() | --condition:1:1: must give bool, gives string",
        "'' | --condition:1:1: must not be empty"
      })
  void aConditionThatIsWrongIsNamedBeforeAnythingIsAsked(String condition, String message) {
    try (FakeGoogle google = cloud()) {
      Cli.Run run = scan(google, "--project=acme-data", "--condition=" + condition);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains(message);
      assertThat(google.paths()).isEmpty();
    }
  }

  @Test
  void anEnvironmentThatIsGoneByThenIsToldAsGone() {
    try (FakeGoogle google = cloud()) {
      google.list(PARENT, ON, PARENT + "/environments/gone");
      Cli.Run run = scan(google, "--project=acme-data", AGENT);
      assertThat(run.code()).as(run.toString()).isZero();
      assertThat(run.out()).contains("SKIP", PARENT + "/environments/gone", "no longer exists");
    }
  }

  @Test
  void controlPlanesAreLeftOutOnRequestAndThatIsAnUnknown() {
    try (FakeGoogle google = cloud()) {
      google.on(
          "/v1/" + ON.replace("/environments/", "/clusters/"),
          "{\"name\": \"on\", \"location\": \"europe-west1\", \"endpoint\": \"127.0.0.1:1\","
              + " \"autopilot\": {\"enabled\": true}}");
      Cli.Run run = scan(google, ON, "--no-control-planes", "--format=json");
      assertThat(run.err()).contains("control planes are not called");
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.out()).contains("\"reason\": \"NOT_READ\"", "--no-control-planes");
    }
  }

  @Test
  void aScanGoesOnFromWhatItHasWritten() throws IOException {
    Path file = folder.resolve("scan.jsonl");
    try (FakeGoogle google = cloud()) {
      google.on("/v1/" + OFF, 503, "{}");
      Cli.Run first = scan(google, "--project=acme-data", AGENT, "--save=" + file, "--format=json");
      assertThat(first.code()).isEqualTo(2);
      assertThat(first.err()).contains("composer-audit scan --resume " + file);
      Files.writeString(file, "{\"environment\": \"cut", StandardOpenOption.APPEND);
    }
    try (FakeGoogle google = cloud()) {
      Cli.Run whole = scan(google, "--project=acme-data", AGENT, "--format=json");
      int before = google.paths().size();
      Cli.Run second = scan(google, AGENT, "--resume=" + file, "--format=json");
      assertThat(second.code()).as(second.toString()).isEqualTo(1);
      assertThat(second.out()).isEqualTo(whole.out());
      assertThat(google.paths().subList(before, google.paths().size()))
          .contains("/v1/" + OFF)
          .doesNotContain("/v1/" + ON);
      Cli.Run third = scan(google, AGENT, "--resume=" + file, "--format=json");
      assertThat(third.out()).as("after a cut line, once more").isEqualTo(whole.out());
    }
  }

  @Test
  void theFileHoldsNothingThatMayBeSecretAndIsTheOwnersAlone() throws IOException {
    Path file = folder.resolve("scan.jsonl");
    try (FakeGoogle google = cloud()) {
      google.on(
          "/v1/" + ON,
          """
          {"name": "%s", "state": "RUNNING", "config": {"softwareConfig":
            {"imageVersion": "composer-2.14.1-airflow-2.10.5",
             "envVariables": {"A": "s3cret"}, "airflowConfigOverrides": {"b-c": "s3cret"}}}}
          """
              .formatted(ON));
      scan(google, ON, "--save=" + file);
    }
    assertThat(Files.readString(file)).contains(ON).doesNotContain("s3cret");
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
  }

  static Stream<List<String>> refused() {
    return Stream.of(
        List.of("nothing to scan"),
        List.of("must be a number", "--organization=acme"),
        List.of("must be a number from 1 to 256", ON, "--parallel=0"),
        List.of("must be a project id", "--project=123"),
        List.of("there is no policy \"none\"", ON, "--policy=none"),
        List.of("goes with --publish", ON, "--findings-topic=projects/p/topics/t"),
        List.of("leave out --policy", ON, AGENT, "--publish"),
        List.of("FINDINGS_TOPIC", ON, "--publish"),
        List.of("no such file", "--resume=no-such-file"),
        List.of("is not a file that a scan", "--resume=pom.xml"),
        List.of("none is not a format of this command", ON, "--format=none"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aMistakeIsToldBeforeAnythingIsAsked(List<String> messageAndArguments) {
    try (FakeGoogle google = cloud()) {
      Cli.Run run =
          scan(
              google,
              messageAndArguments.subList(1, messageAndArguments.size()).toArray(String[]::new));
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains(messageAndArguments.get(0));
      assertThat(run.out()).isEmpty();
      assertThat(google.paths()).isEmpty();
    }
  }

  @Test
  void aFileOfAScanOfOtherEnvironmentsIsRefused() {
    Path file = folder.resolve("scan.jsonl");
    try (FakeGoogle google = cloud()) {
      scan(google, ON, AGENT, "--save=" + file);
      Cli.Run run = scan(google, OFF, AGENT, "--resume=" + file);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("of a scan of other environments");
      Cli.Run other = scan(google, "--resume=" + file, "--no-control-planes");
      assertThat(other.code()).isEqualTo(2);
      assertThat(other.err()).contains("with other options");
    }
  }

  @Test
  void ocsfIsAFindingALine() {
    try (FakeGoogle google = cloud()) {
      Cli.Run run = scan(google, ON, OFF, AGENT, "--format=ocsf");
      List<String> lines = run.out().lines().toList();
      assertThat(lines).hasSize(2);
      JsonObject finding = JsonParser.parseString(lines.get(0)).getAsJsonObject();
      assertThat(finding.get("class_uid").getAsInt()).isEqualTo(2003);
      assertThat(finding.getAsJsonObject("unmapped").get("trigger").getAsString())
          .isEqualTo("scan");
    }
  }

  @Test
  void whatASnapshotHoldsIsJudgedAsItWasLive() throws IOException {
    Path file = folder.resolve("snapshot.json");
    try (FakeGoogle google = cloud()) {
      Cli.Run live = scan(google, ON, OFF, "--format=json");
      Cli.Run snapshot =
          Cli.run("snapshot", "--endpoint", google.uri().toString(), ON, OFF, "--output=" + file);
      assertThat(snapshot.code()).as(snapshot.toString()).isZero();
      Cli.Run checked = Cli.run("check", file.toString(), "--format=json");
      assertThat(withoutPlaces(checked.out())).isEqualTo(withoutPlaces(live.out()));
    }
  }

  @Test
  void ofAnEnvironmentThatCannotBeSeenThereIsNoSnapshot() {
    try (FakeGoogle google = cloud()) {
      google.deny("/v1/" + ON);
      Cli.Run run = Cli.run("snapshot", "--endpoint", google.uri().toString(), ON, OFF);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("not written: " + ON);
      assertThat(run.out()).contains(OFF).doesNotContain(ON);
    }
  }

  @Test
  void aSavedEntryIsJudgedAsTheFunctionWould() {
    String entry =
        """
        [{"insertId": "i1",
          "logName": "projects/acme-data/logs/cloudaudit.googleapis.com%%2Factivity",
          "timestamp": "2026-11-23T10:00:00Z",
          "operation": {"id": "o", "producer": "composer.googleapis.com", "last": true},
          "protoPayload": {"@type": "type.googleapis.com/google.cloud.audit.AuditLog",
            "serviceName": "composer.googleapis.com", "resourceName": "%s",
            "methodName":
              "google.cloud.orchestration.airflow.service.v1.Environments.UpdateEnvironment"}}]
        """
            .formatted(OFF);
    try (FakeGoogle google = cloud()) {
      String endpoint = "--endpoint=" + google.uri();
      Cli.Run run = Cli.runWith(entry, "replay", "-", endpoint, AGENT);
      assertThat(run.code()).as(run.toString()).isEqualTo(1);
      assertThat(run.err()).contains("event i1: update of " + OFF, "judged");
      assertThat(run.out()).contains("FAIL", OFF);
      Cli.Run rejected =
          Cli.runWith(
              entry.replace("composer.googleapis.com\", \"res", "x\", \"res"),
              "replay",
              "-",
              endpoint);
      assertThat(rejected.code()).isEqualTo(2);
      assertThat(rejected.err()).contains("the function would reject it: FOREIGN_ENTRY");
    }
  }

  private static FakeGoogle cloud() {
    return new FakeGoogle()
        .regions("acme-data", "europe-west1", "us-east1")
        .list(PARENT, ON, OFF)
        .list("projects/acme-data/locations/us-east1")
        .environment(ON, true)
        .environment(OFF, false);
  }

  /** A live environment comes from no file. */
  private static String withoutPlaces(String json) {
    return json.replaceAll("\\s+\"(?:file|line)\": [^\n]*", "")
        .replaceAll("(?s)\"time\": \"[^\"]*\"", "");
  }

  private Cli.Run scan(FakeGoogle google, String... arguments) {
    List<String> command = new ArrayList<>(List.of("scan", "--endpoint=" + google.uri()));
    command.addAll(List.of(arguments));
    if (command.stream().noneMatch(each -> each.matches("--(?:save|resume)=.*"))) {
      command.add("--save=" + folder.resolve("unnamed-" + command.hashCode()));
    }
    return Cli.run(command.toArray(String[]::new));
  }
}

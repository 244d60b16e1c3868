package dev.composeraudit.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.cloud.RecordingCloud;
import dev.composeraudit.acceptance.cloud.ScriptRun;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.EventsTopic;
import dev.composeraudit.acceptance.deployment.FunctionProcess;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.LocalSandbox;
import dev.composeraudit.acceptance.deployment.Mailbox;
import dev.composeraudit.acceptance.deployment.ManagedProcess;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * An estate of 120 environments of which 40 violate, until only what is new alarms: {@code scan},
 * {@code accept}, {@code scripts/deploy} with the exceptions, and the function as it is deployed
 * then. The order is the subject: each step takes what the one before it left.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class AcceptIT {
  private static final int ENVIRONMENTS = 120;
  private static final int VIOLATING = 40;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @TempDir static Path folder;
  private static int port;
  private static LocalSandbox sandbox;
  private static Path exceptions;

  /** The same for both acceptances, should midnight be between them. */
  private static LocalDate until;

  private static Set<String> violations = Set.of();

  @BeforeAll
  static void open() throws Exception {
    until = LocalDate.now(ZoneOffset.UTC).plusDays(100);
    exceptions = Files.createDirectory(folder.resolve("ours")).resolve("exceptions.yaml");
    port = FunctionProcess.freePort();
    sandbox =
        LocalSandbox.start(
            DeploymentOptions.standard(),
            List.of(
                "--seed-environments=" + ENVIRONMENTS,
                "--seed-projects=3",
                "--function=" + functionUri()));
  }

  @AfterAll
  static void close() {
    sandbox.close();
  }

  @Test
  @Order(1)
  void whatViolatesTodayIsAccepted() throws Exception {
    JsonArray before = scan(1);
    violations = results(before, "FAIL");
    assertThat(environments(before)).hasSize(ENVIRONMENTS);
    assertThat(violations.stream().map(each -> each.replaceFirst(".* ", "")).distinct())
        .hasSize(VIOLATING);

    accept();
    String written = Files.readString(exceptions);
    JsonArray accepted = scan(0, "--bindings=" + exceptions.getParent());
    assertThat(results(accepted, "EXEMPT")).isEqualTo(violations);
    accept();
    assertThat(exceptions).hasContent(written);
  }

  @Test
  @Order(2)
  void aDeploymentGivesTheFunctionExactlyTheseExceptions() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    try (RecordingCloud cloud = RecordingCloud.open("demo-project")) {
      ScriptRun deploy =
          ScriptRun.of(
              "deploy",
              cloud.environment(folder),
              "--project=demo-project",
              "--region=us-central1",
              "--organization=987654321",
              "--bindings=" + exceptions.getParent());
      assertThat(deploy.exit()).as(deploy.errors()).isZero();
      assertThat(cloud.functionSetting("BINDINGS_GZIP")).isEqualTo(packed());
    }
  }

  @Test
  @Order(3)
  void thenOnlyWhatIsNewAlarms() throws Exception {
    Path home = Files.createDirectory(folder.resolve("function"));
    Map<String, String> settings =
        new HashMap<>(FunctionProcess.settings(sandbox.uri(), sandbox.pubsub(), home));
    settings.remove("BINDINGS");
    settings.put("SWEEP_SCOPE", "organizations/1");
    settings.put("BINDINGS_GZIP", packed());
    try (ManagedProcess function =
        FunctionProcess.start(DeploymentOptions.standard(), port, home, settings)) {
      FunctionProcess.awaitAnswer(function, functionUri());
      onlyWhatIsNewAlarms();
    }
  }

  private static void onlyWhatIsNewAlarms() throws Exception {
    Mailbox findings =
        Mailbox.subscribe(sandbox.pubsub(), Scenario.PROJECT, "composer-audit-findings", "all");
    EventsTopic.publish(sandbox.pubsub(), "{\"kind\": \"sweep\"}");
    Set<String> suppressed = new HashSet<>();
    Await.until(
        "each accepted violation, as suppressed",
        TIMEOUT,
        () -> {
          for (PublishedFinding finding : PublishedFinding.all(findings.take())) {
            assertThat(finding.verdict()).as(finding.message()).isNotEqualTo(Verdict.FAIL);
            if (finding.verdict() == Verdict.SUPPRESSED) {
              suppressed.add(finding.policy() + " " + finding.environment());
            }
          }
          return suppressed.size() >= violations.size();
        });
    assertThat(suppressed)
        .containsExactlyInAnyOrderElementsOf(
            violations.stream().map(each -> each.replaceAll(" .*/", " ")).toList());

    createWithoutAgent();
    Set<String> alarms = new HashSet<>();
    Await.until(
        "the new environment's violation",
        TIMEOUT,
        () -> {
          for (PublishedFinding finding : PublishedFinding.all(findings.take())) {
            if (finding.verdict() == Verdict.FAIL) {
              alarms.add(finding.policy() + " " + finding.environment());
            }
          }
          return alarms.contains("ip-masquerade-agent-enabled new");
        });
    assertThat(alarms).allMatch(each -> each.endsWith(" new"));
  }

  /** The exceptions as {@code scripts/deploy --bindings} packs them. */
  private static String packed() throws IOException, InterruptedException {
    String script = "{ echo ---; cat \"$1\"; echo; } | gzip -9 -n | base64 -w0";
    ScriptRun packed =
        ScriptRun.of(List.of("bash", "-c", script, "pack", exceptions.toString()), Map.of());
    assertThat(packed.exit()).as(packed.errors()).isZero();
    return packed.output();
  }

  private static URI functionUri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private static void createWithoutAgent() throws IOException, InterruptedException {
    JsonElement body =
        JsonParser.parseString(
            """
            {"name": "%s/new",
             "config": {"softwareConfig": {"imageVersion": "composer-2.14.1-airflow-2.10.5"}}}
            """
                .formatted(Scenario.collection().substring("/v1/".length())));
    new Http(sandbox.uri()).post(Scenario.collection(), body);
  }

  private static void accept() throws Exception {
    ScriptRun accept =
        ScriptRun.of(
            Layout.current()
                .commandLine(
                    "accept",
                    folder.resolve("results.json").toString(),
                    "--file=" + exceptions,
                    "--owner=data@example.com",
                    "--reason=They are created anew.",
                    "--until=" + until),
            Map.of());
    assertThat(accept.exit()).as(accept.errors()).isZero();
  }

  /** Scans the organization, and returns the results. */
  private static JsonArray scan(int exit, String... more) throws Exception {
    Path results = folder.resolve("results.json");
    List<String> command =
        Layout.current()
            .commandLine(
                "scan",
                "--endpoint",
                sandbox.uri().toString(),
                "--organization=1",
                "--save=" + Files.createTempDirectory(folder, "scan").resolve("scan.jsonl"),
                "--format=json=" + results);
    command.addAll(List.of(more));
    ScriptRun run = ScriptRun.of(command, Map.of());
    assertThat(run.exit()).as(run.errors()).isEqualTo(exit);
    return JsonParser.parseString(Files.readString(results))
        .getAsJsonObject()
        .getAsJsonArray("results");
  }

  /** Policy and environment of each result of this kind. */
  private static Set<String> results(JsonArray results, String kind) {
    Set<String> found = new TreeSet<>();
    for (JsonElement each : results) {
      JsonObject row = each.getAsJsonObject();
      if (row.get("result").getAsString().equals(kind)) {
        found.add(row.get("policy").getAsString() + " " + row.get("environment").getAsString());
      }
    }
    return found;
  }

  private static Set<String> environments(JsonArray results) {
    Set<String> environments = new TreeSet<>();
    results.forEach(
        each -> environments.add(each.getAsJsonObject().get("environment").getAsString()));
    return environments;
  }
}

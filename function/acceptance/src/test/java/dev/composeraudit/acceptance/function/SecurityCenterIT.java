package dev.composeraudit.acceptance.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.cloud.CloudSdk;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Collected;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.Finding;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.LocalSandbox;
import dev.composeraudit.acceptance.deployment.Scenario;
import dev.composeraudit.acceptance.deployment.SecuritySource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Findings in Security Command Center, kept by the packaged function in the sandbox's. */
final class SecurityCenterIT {
  private static final String SOURCE = SecuritySource.NAME;
  private static final String ACCEPTED = "DESTINATIONS_SEE_AN_ACCEPTED_SOURCE";
  private static final Scenario AGENT_ABSENT = Scenario.ALL.get(0);
  private static final Scenario AGENT_ON = Scenario.ALL.get(1);

  /** As Composer's own definition of the default policy has it, and with a hole in it. */
  private static final String KEEPS_THE_CLUSTER = "[\"192.168.0.0/16\"]";

  private static final String KEEPS_MORE = "[\"10.0.0.0/8\", \"192.168.0.0/16\"]";

  @TempDir static Path folder;
  private static LocalSandbox cloud;
  private static LocalFunction function;
  private static Collected published;

  @SuppressWarnings("TimeInStaticInitializer") // the class is loaded for its one run
  private static Instant clock = Instant.now().minus(Duration.ofHours(2));

  @BeforeAll
  static void deploy() throws Exception {
    cloud = LocalSandbox.start(DeploymentOptions.standard().withCreation(Duration.ZERO));
    function =
        LocalFunction.start(
            cloud,
            folder,
            Map.of(
                "SCC_SOURCE",
                SOURCE,
                "SECURITYCENTER_ENDPOINT",
                cloud.frontDoor().toString(),
                "WAIT_FOR_CREATION",
                "PT0S"));
    published = new Collected(cloud.findings("security-center-it"));
  }

  @AfterAll
  static void remove() {
    if (function != null) {
      function.close();
    }
    cloud.close();
  }

  @Test
  void aViolationIsActiveAndOnlyItsTimeIsWrittenUntilItsEnvironmentIsDeleted() throws Exception {
    Scenario scenario = create(AGENT_ABSENT, "absent");
    assertThat(deliver(scenario, "Create", next())).isEqualTo(200);

    JsonObject agent = finding(scenario, "IP_MASQUERADE_AGENT_ENABLED");
    assertThat(agent.get("state").getAsString()).isEqualTo("ACTIVE");
    assertThat(agent.get("severity").getAsString()).isEqualTo("HIGH");
    assertThat(agent.get("nextSteps").getAsString()).contains("--enable-ip-masq-agent");
    assertThat(agent.has("mute")).isFalse();
    assertThat(states(scenario)).containsOnlyKeys(violated(scenario));

    assertThat(calls(() -> deliver(scenario, "Update", next())))
        .containsExactly("securitycenter.findings.list", "securitycenter.findings.update");

    new Http(cloud.uri()).delete("/v1/" + scenario.resource());
    awaitGone(scenario);
    assertThat(deliver(scenario, "Delete", next())).isEqualTo(200);
    assertThat(states(scenario).values()).containsOnly("INACTIVE");
    assertThat(property(finding(scenario, "IP_MASQUERADE_AGENT_ENABLED"), "status"))
        .isEqualTo("GONE");
    Instant again = next();
    deliver(scenario, "Delete", again);
    assertThat(calls(() -> deliver(scenario, "Delete", again)))
        .containsExactly("securitycenter.findings.list");
  }

  @Test
  void aLateEventNeitherReopensNorClosesWhatALaterOneSaid() throws Exception {
    Scenario scenario = create(AGENT_ON, "mended");
    edit(scenario, KEEPS_MORE);
    deliver(scenario, "Create", next());
    assertThat(states(scenario)).containsEntry(ACCEPTED, "ACTIVE");

    Instant between = next();
    edit(scenario, KEEPS_THE_CLUSTER);
    deliver(scenario, "Update", next());
    assertThat(states(scenario)).containsEntry(ACCEPTED, "INACTIVE");
    Instant betweenPasses = next();
    assertThat(calls(() -> deliver(scenario, "Update", next())))
        .containsExactly("securitycenter.findings.list", "securitycenter.findings.update");

    edit(scenario, KEEPS_MORE);
    for (Instant late : List.of(between, betweenPasses)) {
      assertThat(deliver(scenario, "Update", late)).isEqualTo(200);
      assertThat(states(scenario)).containsEntry(ACCEPTED, "INACTIVE");
    }
    deliver(scenario, "Update", next());
    assertThat(states(scenario)).containsEntry(ACCEPTED, "ACTIVE");

    Instant betweenViolations = next();
    deliver(scenario, "Update", next());
    edit(scenario, KEEPS_THE_CLUSTER);
    deliver(scenario, "Update", betweenViolations);
    assertThat(states(scenario)).containsEntry(ACCEPTED, "ACTIVE");
  }

  @Test
  void whatItRejectsIsOnTheTopicAndTheLogSaysWhatToGrant() throws Exception {
    Scenario scenario = create(AGENT_ABSENT, "refused");
    fault("securitycenter.findings.update", "403-iam", scenario);

    assertThat(deliver(scenario, "Create", next())).isEqualTo(200);
    assertThat(published(scenario)).containsEntry(Scenario.AGENT, Finding.Verdict.FAIL);
    assertThat(states(scenario)).isEmpty();
    assertThat(entries("security_center_refused", scenario.environment()))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.get("severity").getAsString()).isEqualTo("ERROR");
              assertThat(entry.get("reason").getAsString())
                  .isEqualTo(
                      "writing findings to "
                          + SOURCE
                          + ": permission denied (grant roles/securitycenter.findingsEditor on"
                          + " the source, or securitycenter.findings.update)");
            });
  }

  @Test
  void anEventIsAcknowledgedOnlyOnceItHasAccepted() throws Exception {
    Scenario scenario = create(AGENT_ABSENT, "troubled");
    fault("securitycenter.findings.setState", "503", scenario);
    Instant time = next();

    assertThat(deliver(scenario, "Create", time)).isEqualTo(500);
    assertThat(published(scenario)).containsEntry(Scenario.AGENT, Finding.Verdict.FAIL);
    new Http(cloud.uri()).delete("/sandbox/faults?about=" + uid(scenario));
    assertThat(deliver(scenario, "Create", time)).isEqualTo(200);
    assertThat(states(scenario).values()).isNotEmpty().containsOnly("ACTIVE");
    assertThat(entries("event_postponed", "entry-" + time.toEpochMilli()))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.get("code").getAsString()).isEqualTo("UNPUBLISHED");
              assertThat(entry.get("reason").getAsString())
                  .isEqualTo("setting the state of findings of " + SOURCE + ": UNAVAILABLE");
            });
  }

  @Test
  void gcloudListsThem() throws Exception {
    assumeTrue(CloudSdk.gcloud().isPresent(), "gcloud is not installed");
    Scenario scenario = create(AGENT_ABSENT, "listed");
    deliver(scenario, "Create", next());

    Path output = folder.resolve("listed.json");
    ProcessBuilder gcloud =
        new ProcessBuilder(
                "gcloud",
                "scc",
                "findings",
                "list",
                "123456789012",
                "--source=5678",
                "--location=global",
                "--filter=resource_name=\"//composer.googleapis.com/" + scenario.resource() + "\"",
                "--format=value(finding.category,finding.state)")
            .redirectOutput(output.toFile())
            .redirectError(folder.resolve("errors.txt").toFile());
    gcloud
        .environment()
        .putAll(
            Map.of(
                "CLOUDSDK_CONFIG",
                folder.resolve("gcloud").toString(),
                "CLOUDSDK_AUTH_DISABLE_CREDENTIALS",
                "true",
                "CLOUDSDK_CORE_DISABLE_PROMPTS",
                "1",
                "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECURITYCENTER",
                cloud.uri() + "/"));
    Process process = gcloud.start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("errors.txt"))).isZero();
    assertThat(Files.readAllLines(output))
        .contains("IP_MASQUERADE_AGENT_ENABLED\tACTIVE")
        .hasSize(states(scenario).size());
  }

  /** Something that makes the function call. */
  private interface Act {
    int run() throws Exception;
  }

  /** Later than all before it. */
  private static Instant next() {
    clock = clock.plusSeconds(1);
    return clock;
  }

  /** An environment like a scenario's, which runs. */
  private static Scenario create(Scenario like, String environment) throws Exception {
    Scenario scenario =
        new Scenario("s", environment, like.title(), like.config(), List.of(), Map.of());
    Http sandbox = new Http(cloud.uri());
    sandbox.post(Scenario.collection(), scenario.body());
    Await.until(
        "that " + environment + " runs",
        Duration.ofSeconds(60),
        () -> sandbox.get("/v1/" + scenario.resource()).get("state").getAsString(),
        "RUNNING"::equals);
    return scenario;
  }

  private static void awaitGone(Scenario scenario) {
    Http sandbox = new Http(cloud.uri());
    Await.until(
        "that " + scenario.environment() + " is gone",
        Duration.ofSeconds(60),
        () -> sandbox.get(Scenario.collection()).toString(),
        environments -> !environments.contains(scenario.resource()));
  }

  private static void edit(Scenario scenario, String destinations) throws Exception {
    new Http(cloud.uri())
        .post(
            "/sandbox/egress-policies",
            JsonParser.parseString(
                "{\"environment\": \"%s\", \"destinations\": %s}"
                    .formatted(scenario.resource(), destinations)));
  }

  private static int deliver(Scenario scenario, String verb, Instant time) throws Exception {
    return new TestAuditEntry(
            "entry-" + time.toEpochMilli(), verb, "last", scenario.environment(), time)
        .deliver(function.uri());
  }

  private static void fault(String permission, String fault, Scenario scenario) throws Exception {
    JsonObject body = new JsonObject();
    body.addProperty("permission", permission);
    body.addProperty("fault", fault);
    body.addProperty(
        "about", permission.endsWith("setState") ? uid(scenario) : scenario.resource());
    new Http(cloud.uri()).post("/sandbox/faults", body);
  }

  /** The id of the finding that the agent is missing; requests to set its state hold no more. */
  private static String uid(Scenario scenario) {
    return SecuritySource.uid(Scenario.AGENT, scenario.resource());
  }

  /** The permissions that an act's calls of Security Command Center took, in their order. */
  private static List<String> calls(Act act) throws Exception {
    int before = calls().size();
    assertThat(act.run()).isEqualTo(200);
    List<String> all = calls();
    return all.subList(before, all.size());
  }

  private static List<String> calls() throws Exception {
    List<String> calls = new ArrayList<>();
    for (JsonElement call : new Http(cloud.uri()).get("/sandbox/calls").getAsJsonArray("calls")) {
      String permission = call.getAsJsonObject().get("permission").getAsString();
      if (permission.startsWith("securitycenter.")) {
        calls.add(permission);
      }
    }
    return calls;
  }

  /** State by category, of all findings of an environment. */
  private static Map<String, String> states(Scenario scenario) throws Exception {
    Map<String, String> states = new TreeMap<>();
    for (JsonObject finding : findings(scenario)) {
      states.put(finding.get("category").getAsString(), finding.get("state").getAsString());
    }
    return states;
  }

  private static JsonObject finding(Scenario scenario, String category) throws Exception {
    return findings(scenario).stream()
        .filter(it -> it.get("category").getAsString().equals(category))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonObject> findings(Scenario scenario) throws Exception {
    return SecuritySource.findings(new Http(cloud.uri()), scenario.environment());
  }

  private static String property(JsonObject finding, String key) {
    return finding.getAsJsonObject("sourceProperties").get(key).getAsString();
  }

  private static Map<String, Finding.Verdict> published(Scenario scenario) throws Exception {
    published.pull();
    return published.verdicts(scenario.environment());
  }

  /** The categories of what was published as violated. */
  private static String[] violated(Scenario scenario) throws Exception {
    return published(scenario).entrySet().stream()
        .filter(it -> it.getValue() == Finding.Verdict.FAIL)
        .map(it -> it.getKey().replace('-', '_').toUpperCase(Locale.ROOT))
        .toArray(String[]::new);
  }

  private static List<JsonObject> entries(String event, String about) throws Exception {
    return function
        .process()
        .awaitLines(line -> line.contains(event) && line.contains(about), Duration.ofSeconds(60))
        .stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }
}

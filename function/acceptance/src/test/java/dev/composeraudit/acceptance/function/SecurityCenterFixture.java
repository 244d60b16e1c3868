package dev.composeraudit.acceptance.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Collected;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.LocalSandbox;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.SandboxCommands;
import dev.composeraudit.acceptance.deployment.SandboxSecuritySource;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The packaged function that keeps its findings in the Security Command Center of a sandbox. */
final class SecurityCenterFixture implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final LocalSandbox cloud;
  private final Http sandbox;
  private final SandboxCommands commands;
  private final LocalFunction function;
  private final Collected published;
  private Instant clock = Instant.now().minus(Duration.ofHours(2));

  /** Starts all of it; its files are in the folder. */
  SecurityCenterFixture(Path folder) throws Exception {
    cloud = LocalSandbox.start(DeploymentOptions.standard().withCreation(Duration.ZERO));
    sandbox = new Http(cloud.uri());
    commands = new SandboxCommands(sandbox);
    function =
        LocalFunction.start(
            cloud,
            folder,
            Map.of(
                "SCC_SOURCE",
                SandboxSecuritySource.NAME,
                "SECURITYCENTER_ENDPOINT",
                cloud.frontDoor().toString(),
                "WAIT_FOR_CREATION",
                "PT0S"));
    published = new Collected(cloud.findings("security-center-it"));
  }

  @Override
  public void close() {
    function.close();
    cloud.close();
  }

  /** Where the sandbox's APIs are. */
  URI uri() {
    return cloud.uri();
  }

  SandboxCommands commands() {
    return commands;
  }

  /** Later than all before it. */
  Instant next() {
    clock = clock.plusSeconds(1);
    return clock;
  }

  /** An environment like a scenario's, which runs. */
  Scenario create(Scenario like, String environment) throws Exception {
    Scenario scenario =
        new Scenario("s", environment, like.title(), like.config(), List.of(), Map.of());
    sandbox.post(Scenario.collection(), scenario.body());
    Await.until(
        "that " + environment + " runs",
        TIMEOUT,
        () -> sandbox.get("/v1/" + scenario.resource()).get("state").getAsString(),
        "RUNNING"::equals);
    return scenario;
  }

  /** Deletes an environment, and waits until it is gone. */
  void delete(Scenario scenario) throws Exception {
    new TestEnvironments(cloud.uri()).delete(scenario.environment());
  }

  /** Delivers an audit log entry to the function; the status of the response. */
  int deliver(Scenario scenario, String verb, Instant time) throws Exception {
    return new TestAuditEntry(
            "entry-" + time.toEpochMilli(), verb, "last", scenario.environment(), time)
        .deliver(function.uri());
  }

  /** Something that makes the function call. */
  interface Act {
    int run() throws Exception;
  }

  /** The permissions that an act's calls of Security Command Center took, in their order. */
  List<String> calls(Act act) throws Exception {
    int before = calls().size();
    assertThat(act.run()).isEqualTo(200);
    List<String> all = calls();
    return all.subList(before, all.size());
  }

  private List<String> calls() throws Exception {
    return commands.calls().stream().filter(it -> it.startsWith("securitycenter.")).toList();
  }

  /** State by category, of all findings of an environment. */
  Map<String, String> states(Scenario scenario) throws Exception {
    Map<String, String> states = new TreeMap<>();
    for (JsonObject finding : findings(scenario)) {
      states.put(finding.get("category").getAsString(), finding.get("state").getAsString());
    }
    return states;
  }

  JsonObject finding(Scenario scenario, String category) throws Exception {
    return findings(scenario).stream()
        .filter(it -> it.get("category").getAsString().equals(category))
        .findFirst()
        .orElseThrow();
  }

  private List<JsonObject> findings(Scenario scenario) throws Exception {
    return SandboxSecuritySource.findings(sandbox, scenario.environment());
  }

  /** Verdict by policy, of all that was published of an environment. */
  Map<String, PublishedFinding.Verdict> published(Scenario scenario) throws Exception {
    published.pull();
    return published.verdicts(scenario.environment());
  }

  /** The categories of what was published as violated. */
  String[] violated(Scenario scenario) throws Exception {
    return published(scenario).entrySet().stream()
        .filter(it -> it.getValue() == PublishedFinding.Verdict.FAIL)
        .map(it -> it.getKey().replace('-', '_').toUpperCase(Locale.ROOT))
        .toArray(String[]::new);
  }

  /** The function's log entries with this event about this. */
  List<JsonObject> entries(String event, String about) throws Exception {
    return function
        .process()
        .awaitLines(line -> line.contains(event) && line.contains(about), TIMEOUT)
        .stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }
}

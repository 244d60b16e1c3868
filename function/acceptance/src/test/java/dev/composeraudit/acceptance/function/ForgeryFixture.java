package dev.composeraudit.acceptance.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.cloud.TokenServer;
import dev.composeraudit.acceptance.deployment.AuditEntry;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.EventSender;
import dev.composeraudit.acceptance.deployment.FindingsFeed;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.LocalSandbox;
import dev.composeraudit.acceptance.deployment.Mailbox;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import dev.composeraudit.acceptance.deployment.SandboxCommands;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** The packaged function with a token of its own, in front of a sandbox that may lie to it. */
final class ForgeryFixture implements AutoCloseable {
  private static final Set<String> LEVELS = Set.of("INFO", "NOTICE", "WARNING", "ERROR");

  private final Path folder;
  private final LocalSandbox cloud;
  private final TokenServer tokens;
  private final LocalFunction function;
  private final SandboxCommands commands;
  private final TestEnvironments environments;
  private final FindingsFeed findings;
  private final Mailbox deadLetters;

  /** Starts all of it; its files are in the folder. */
  ForgeryFixture(Path folder) throws Exception {
    this.folder = folder;
    cloud = LocalSandbox.start(DeploymentOptions.standard().withCreation(Duration.ZERO));
    commands = new SandboxCommands(new Http(cloud.uri()));
    environments = new TestEnvironments(cloud.uri());
    tokens = TokenServer.start();
    function = startFunction();
    findings = cloud.findings("forgery");
    deadLetters =
        Mailbox.subscribe(
            cloud.pubsub(), Scenario.PROJECT, "composer-audit-events-dead", "forgery-dead");
  }

  @Override
  public void close() {
    function.close();
    tokens.close();
    cloud.close();
  }

  LocalFunction function() {
    return function;
  }

  /** A function with the token, which is sent to the sandbox's front door alone. */
  LocalFunction startFunction() throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("GOOGLE_APPLICATION_CREDENTIALS", tokens.key(folder).toString());
    settings.put("AUDITED_PROJECTS", Scenario.PROJECT);
    // What is asked in plain text only is asked without a token.
    settings.put("ASSET_ENDPOINT", "https://127.0.0.1:1");
    for (String endpoint : List.of("COMPOSER", "CONTAINER", "COMPUTE", "PUBSUB")) {
      settings.put(endpoint + "_ENDPOINT", cloud.frontDoor().toString());
    }
    return LocalFunction.start(cloud, Files.createTempDirectory(folder, "bindings"), settings);
  }

  /** Creates an environment; its id. */
  String create() throws Exception {
    String environment = "hostile-%08x".formatted(ThreadLocalRandom.current().nextInt());
    environments.create(environment);
    return environment;
  }

  void addFault(String permission, String fault, String environment) throws Exception {
    environments.addFault(permission, fault, environment);
  }

  /** Lets the documents of an environment or its cluster name another endpoint or cluster. */
  void lie(String environment, String what, String value) throws Exception {
    commands.run("lies", Map.of("environment", Scenario.resource(environment), what, value));
  }

  /** Sends an event to the function as Eventarc does; the status of the response. */
  int send(String envelope) throws Exception {
    return EventarcRequest.send(function.uri(), "forged-1", envelope).statusCode();
  }

  /** Lets the function audit an environment that there is. */
  Audit audit(String environment) throws Exception {
    return audit(function, environment);
  }

  /** The same by another function. */
  Audit audit(LocalFunction by, String environment) throws Exception {
    int calls = calls().size();
    takeFindings();
    AuditEntry entry =
        new AuditEntry(Scenario.resource(environment), true, environment, Instant.now());
    assertThat(new EventSender(by.uri()).send(environment, entry.json().toString())).isTrue();
    Map<String, PublishedFinding> findings = new HashMap<>();
    takeFindings().forEach(finding -> findings.put(finding.policy(), finding));
    return new Audit(calls().stream().skip(calls).toList(), findings);
  }

  /**
   * What came of an audit.
   *
   * @param calls the permissions of the calls that were made
   * @param findings by policy
   */
  record Audit(List<String> calls, Map<String, PublishedFinding> findings) {
    PublishedFinding last(String policy) {
      return Objects.requireNonNull(findings.get(policy), policy);
    }

    void couldNotJudge(String reason) {
      assertThat(last(Scenario.OBSERVABLE).verdict()).isEqualTo(Verdict.ERROR);
      assertThat(last(Scenario.OBSERVABLE).json().toString()).contains("\"" + reason + "\"");
      assertThat(last(Scenario.DESTINATIONS).verdict()).isEqualTo(Verdict.ERROR);
      assertThat(last(Scenario.COVERAGE).verdict()).isEqualTo(Verdict.ERROR);
    }
  }

  /** The findings that are there now; the token is in none. */
  List<PublishedFinding> takeFindings() throws Exception {
    List<PublishedFinding> news = findings.pull();
    for (PublishedFinding finding : news) {
      assertThat(finding.json() + " " + finding.attributes()).doesNotContain(TokenServer.TOKEN);
    }
    return news;
  }

  /** Takes the copies of what was refused, which may be anything but the token; how many. */
  int takeDeadLetters() throws Exception {
    List<JsonObject> messages = deadLetters.take();
    for (JsonObject message : messages) {
      assertThat(Mailbox.data(message)).doesNotContain(TokenServer.TOKEN);
      assertThat(message.get("attributes").toString()).doesNotContain(TokenServer.TOKEN);
    }
    return messages.size();
  }

  List<String> calls() throws Exception {
    return commands.calls();
  }

  /**
   * A call.
   *
   * @param roundTrip the same number for calls that waited for their answers at the same time
   */
  record Call(String permission, int roundTrip) {}

  List<Call> callsWithRoundTrips() throws Exception {
    return new Http(cloud.uri())
        .get("/sandbox/calls").getAsJsonArray("calls").asList().stream()
            .map(JsonElement::getAsJsonObject)
            .map(
                call ->
                    new Call(
                        call.get("permission").getAsString(), call.get("roundTrip").getAsInt()))
            .toList();
  }

  /** All that is noted of all calls. */
  String callsAsText() throws Exception {
    return new Http(cloud.uri()).get("/sandbox/calls").toString();
  }

  /** Each new line is one JSON object of ours, at a level that we use. */
  void theLogIsOurs(int since) {
    List<String> lines = function.process().lines();
    for (String line : lines.subList(since, lines.size())) {
      assertThat(line).startsWith("{").doesNotContain(TokenServer.TOKEN);
      JsonObject entry = JsonParser.parseString(line).getAsJsonObject();
      assertThat(LEVELS).contains(entry.get("severity").getAsString());
      assertThat(entry.has("event")).isTrue();
      assertThat(entry.has("forged")).isFalse();
      assertThat(entry.get("message").getAsString()).isNotEqualTo("forged");
      assertThat(entry.has("logging.googleapis.com/trace")).isFalse();
    }
  }
}

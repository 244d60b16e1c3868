package dev.composeraudit.acceptance.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.cloud.TokenServer;
import dev.composeraudit.acceptance.deployment.AuditEntry;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.EventSender;
import dev.composeraudit.acceptance.deployment.Finding;
import dev.composeraudit.acceptance.deployment.Finding.Verdict;
import dev.composeraudit.acceptance.deployment.FindingsFeed;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.LocalSandbox;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hostile events, and hostile clouds, before the packaged function with a token of its own: none
 * makes a call that is not allowed, a pass, a line or a level of the log, nor gets the token.
 */
final class ForgeryIT {
  private static final Set<String> LEVELS = Set.of("INFO", "NOTICE", "WARNING", "ERROR");

  private static final String DEAD =
      "/v1/projects/" + Scenario.PROJECT + "/subscriptions/forgery-dead";

  @TempDir static Path folder;

  private static LocalSandbox cloud;
  private static TokenServer tokens;
  private static LocalFunction function;
  private static Http sandbox;
  private static TestEnvironments environments;
  private static FindingsFeed findings;

  @BeforeAll
  static void deploy() throws Exception {
    cloud = LocalSandbox.start(DeploymentOptions.standard().withCreation(Duration.ZERO));
    sandbox = new Http(cloud.uri());
    environments = new TestEnvironments(cloud.uri());
    tokens = TokenServer.start();
    function = startFunction();
    findings = cloud.findings("forgery");
    new Http(cloud.pubsub())
        .put(
            DEAD,
            JsonParser.parseString(
                "{\"topic\": \"projects/%s/topics/composer-audit-events-dead\"}"
                    .formatted(Scenario.PROJECT)));
  }

  /** With a token of its own, which is sent to the sandbox's front door alone. */
  private static LocalFunction startFunction() throws Exception {
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

  @AfterAll
  static void remove() {
    function.close();
    tokens.close();
    cloud.close();
  }

  static Stream<ForgedEvent> forgeries() {
    List<ForgedEvent> all = ForgedEvent.all();
    assertThat(all).hasSizeGreaterThanOrEqualTo(50);
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void aForgedEventIsAcknowledgedAndDoesNothingThatItMayNot(ForgedEvent forgery) throws Exception {
    int calls = calls().size();
    int lines = function.process().lines().size();
    int status = send(forgery.envelope());

    assertThat(status).isEqualTo(200);
    assertThat(calls().stream().skip(calls).distinct().toList())
        .isSubsetOf(concat(forgery.calls(), "pubsub.topics.publish"))
        .containsAll(forgery.calls());
    theLogIsOurs(lines);
    nothingPasses();
    takeDeadLetters();
  }

  // A cloud that lies.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "metadata.google.internal",
        "fd20:ce::254",
        "10.0.0.1@evil.example.com",
        "10.0.0.1:443",
        "evil.example.com",
        "0.0.0.0",
        "::ffff:169.254.169.254"
      })
  void anEndpointThatNoControlPlaneHasIsNotDialled(String endpoint) throws Exception {
    String environment = create();
    lie(environment, "endpoint", endpoint);

    Audit audit = audit(environment);
    assertThat(audit.calls())
        .doesNotContain("container.thirdPartyObjects.list")
        .contains("container.clusters.get");
    audit.couldNotJudge("REFUSED");
  }

  @Test
  void aListenerOnThisMachineGetsNoToken() throws Exception {
    String environment = create();
    Audit audit;
    List<String> heard = new CopyOnWriteArrayList<>();
    try (ServerSocket trap = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread listener = new Thread(() -> listen(trap, heard), "trap");
      listener.setDaemon(true);
      listener.start();
      lie(environment, "endpoint", "127.0.0.1:" + trap.getLocalPort());
      audit = audit(environment);
    }
    assertThat(String.join("", heard)).doesNotContain(TokenServer.TOKEN, "Authorization");
    audit.couldNotJudge("CONTROL_PLANE_UNREACHABLE");
  }

  @Test
  void aClusterInAnotherProjectIsNotRequested() throws Exception {
    String environment = create();
    lie(environment, "cluster", "projects/foreign/locations/us-central1/clusters/c");

    Audit audit = audit(environment);
    assertThat(audit.calls()).containsOnly("composer.environments.get", "pubsub.topics.publish");
    audit.couldNotJudge("REFUSED");
  }

  @Test
  void aRedirectOfAControlPlaneIsNotFollowed() throws Exception {
    String environment = create();
    environments.addFault("container.thirdPartyObjects.list", "302", environment);

    Audit audit = audit(environment);
    assertThat(audit.calls())
        .contains("container.thirdPartyObjects.list")
        .doesNotContain("container.daemonSets.get");
    audit.couldNotJudge("UNREADABLE");
  }

  @Test
  void anotherAuthoritysControlPlaneIsNotBelieved() throws Exception {
    String environment = create();
    environments.addFault("container.thirdPartyObjects.list", "wrong-ca", environment);

    Audit audit = audit(environment);
    assertThat(audit.calls()).doesNotContain("container.thirdPartyObjects.list");
    audit.couldNotJudge("UNTRUSTED_CERTIFICATE");
  }

  /** By a function of its own, since what it prints here is not its log. */
  @Test
  void theTokenIsUsedAndStandsInNothingThatTheFunctionSays() throws Exception {
    String environment = create();
    try (LocalFunction own = startFunction()) {
      // That it is used: an environment is judged whole, at a control plane that asks for one.
      Audit audit = audit(own, environment);
      assertThat(audit.calls()).contains("container.thirdPartyObjects.list");
      assertThat(audit.last(Scenario.OBSERVABLE).verdict()).isEqualTo(Verdict.PASS);
      assertThat(new EventSender(own.uri()).send("refused", "nothing that could be read")).isTrue();
      int lines = own.process().lines().size();
      // A dump of its threads, as somebody would take who looks for a defect.
      new ProcessBuilder("kill", "-3", Long.toString(own.process().pid())).start().waitFor();
      own.process().awaitLines(line -> line.contains("JNI global ref"), Duration.ofSeconds(60));

      assertThat(own.process().lines())
          .hasSizeGreaterThan(lines)
          .noneMatch(line -> line.contains(TokenServer.TOKEN));
    }
    assertThat(takeDeadLetters()).isNotZero();
    assertThat(sandbox.get("/sandbox/calls").toString()).doesNotContain(TokenServer.TOKEN);
  }

  private static int send(String envelope) throws Exception {
    return new Http(function.uri())
        .send(
            "POST",
            "/",
            BodyPublishers.ofString(envelope),
            Map.of(
                "content-type", "application/json",
                "ce-specversion", "1.0",
                "ce-id", "forged-1",
                "ce-type", "google.cloud.pubsub.topic.v1.messagePublished",
                "ce-source", "//pubsub.googleapis.com/projects/p-1/topics/events"))
        .statusCode();
  }

  private static Audit audit(String environment) throws Exception {
    return audit(function, environment);
  }

  /** Audits an environment that there is. */
  private static Audit audit(LocalFunction by, String environment) throws Exception {
    int calls = calls().size();
    takeFindings();
    AuditEntry entry = new AuditEntry(resource(environment), true, environment, Instant.now());
    assertThat(new EventSender(by.uri()).send(environment, entry.json().toString())).isTrue();
    Map<String, Finding> findings = new HashMap<>();
    takeFindings().forEach(finding -> findings.put(finding.policy(), finding));
    return new Audit(calls().stream().skip(calls).toList(), findings);
  }

  /**
   * What came of an audit.
   *
   * @param calls the permissions of the calls that were made
   * @param findings by policy
   */
  private record Audit(List<String> calls, Map<String, Finding> findings) {
    Finding last(String policy) {
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
  private static List<Finding> takeFindings() throws Exception {
    List<Finding> news = findings.pull();
    for (Finding finding : news) {
      assertThat(finding.json() + " " + finding.attributes()).doesNotContain(TokenServer.TOKEN);
    }
    return news;
  }

  /** Takes the copies of what was refused, which may be anything but the token; how many. */
  private static int takeDeadLetters() throws Exception {
    JsonObject request = new JsonObject();
    request.addProperty("maxMessages", 1000);
    request.addProperty("returnImmediately", true);
    JsonObject answer = new Http(cloud.pubsub()).post(DEAD + ":pull", request);
    if (!answer.has("receivedMessages")) {
      return 0;
    }
    JsonArray received = answer.getAsJsonArray("receivedMessages");
    for (JsonElement each : received) {
      JsonObject message = each.getAsJsonObject().getAsJsonObject("message");
      byte[] data = Base64.getDecoder().decode(message.get("data").getAsString());
      assertThat(new String(data, StandardCharsets.ISO_8859_1)).doesNotContain(TokenServer.TOKEN);
      assertThat(message.get("attributes").toString()).doesNotContain(TokenServer.TOKEN);
    }
    return received.size();
  }

  /** Each new line is one JSON object of ours, at a level that we use. */
  private static void theLogIsOurs(int since) {
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

  private static void nothingPasses() throws Exception {
    assertThat(takeFindings()).noneMatch(finding -> finding.verdict() == Verdict.PASS);
  }

  private static List<String> calls() throws Exception {
    List<String> permissions = new ArrayList<>();
    for (JsonElement call : sandbox.get("/sandbox/calls").getAsJsonArray("calls")) {
      permissions.add(call.getAsJsonObject().get("permission").getAsString());
    }
    return permissions;
  }

  private static String create() throws Exception {
    String environment = "hostile-%08x".formatted(ThreadLocalRandom.current().nextInt());
    environments.create(environment);
    return environment;
  }

  private static void lie(String environment, String what, String value) throws Exception {
    JsonObject body = new JsonObject();
    body.addProperty("environment", resource(environment));
    body.addProperty(what, value);
    sandbox.post("/sandbox/lies", body);
  }

  private static void listen(ServerSocket trap, List<String> heard) {
    while (!trap.isClosed()) {
      try (Socket socket = trap.accept()) {
        socket.setSoTimeout(1000);
        byte[] bytes = socket.getInputStream().readNBytes(4096);
        heard.add(new String(bytes, StandardCharsets.ISO_8859_1));
      } catch (IOException ended) {
        // The next one.
      }
    }
  }

  private static List<String> concat(List<String> some, String more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  private static String resource(String environment) {
    return Scenario.collection().substring("/v1/".length()) + "/" + environment;
  }
}

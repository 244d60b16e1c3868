package dev.composeraudit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.Finding.Verdict;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hostile events, and hostile clouds, before the packaged function with a token of its own: none
 * makes a call that is not allowed, a pass, a line or a level of the log, nor gets the token.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ForgeryIT {
  private static final Set<String> LEVELS = Set.of("INFO", "NOTICE", "WARNING", "ERROR");

  private static final String DEAD =
      "/v1/projects/" + Scenario.PROJECT + "/subscriptions/forgery-dead";

  /** All that was published, as text. */
  private static final List<String> SEEN = new CopyOnWriteArrayList<>();

  /** By policy, the last finding of the last audit. */
  private static final Map<String, Finding> LATEST = new HashMap<>();

  @TempDir static Path folder;

  private static Deployment deployment;
  private static TokenServer tokens;
  private static SecondFunction function;
  private static Http sandbox;
  private static FindingsFeed findings;
  private static int created;

  @BeforeAll
  static void deploy() throws Exception {
    deployment =
        Deployment.start(
            Deployment.Options.standard()
                .withCreation(Duration.ZERO)
                .withDelivery(Deployment.Delivery.BY_HAND));
    sandbox = new Http(deployment.sandboxUri());
    tokens = TokenServer.start();
    String door =
        JsonParser.parseString(
                deployment.sandbox().lines().stream()
                    .filter(line -> line.startsWith("{"))
                    .findFirst()
                    .orElseThrow())
            .getAsJsonObject()
            .get("frontDoor")
            .getAsString();
    Map<String, String> settings = new HashMap<>();
    settings.put("GOOGLE_APPLICATION_CREDENTIALS", tokens.key(folder).toString());
    settings.put("AUDITED_PROJECTS", Scenario.PROJECT);
    // What is asked in plain text only is asked without a token.
    settings.put("ASSET_ENDPOINT", "https://127.0.0.1:1");
    for (String endpoint : List.of("COMPOSER", "CONTAINER", "COMPUTE", "PUBSUB")) {
      settings.put(endpoint + "_ENDPOINT", door);
    }
    Path bindings = Files.createDirectory(folder.resolve("bindings"));
    function = SecondFunction.start(deployment, bindings, settings);
    findings = deployment.findings("forgery");
    new Http(deployment.pubsubUri())
        .put(
            DEAD,
            JsonParser.parseString(
                "{\"topic\": \"projects/%s/topics/composer-audit-events-dead\"}"
                    .formatted(Scenario.PROJECT)));
  }

  @AfterAll
  static void remove() {
    function.close();
    tokens.close();
    deployment.close();
  }

  static Stream<Forgery> forgeries() {
    List<Forgery> all = Forgery.all();
    assertThat(all).hasSizeGreaterThanOrEqualTo(50);
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void aForgedEventIsAcknowledgedAndDoesNothingThatItMayNot(Forgery forgery) throws Exception {
    int calls = calls().size();
    int lines = function.process().lines().size();
    int status = send(forgery.envelope());

    assertThat(status).isEqualTo(200);
    assertThat(calls().stream().skip(calls).distinct().toList())
        .isSubsetOf(concat(forgery.calls(), "pubsub.topics.publish"))
        .containsAll(forgery.calls());
    theLogIsOurs(lines);
    nothingPasses();
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

    assertThat(audit(environment))
        .doesNotContain("container.thirdPartyObjects.list")
        .contains("container.clusters.get");
    couldNotJudge("REFUSED");
  }

  @Test
  void aListenerOnThisMachineGetsNoToken() throws Exception {
    String environment = create();
    List<String> heard = new CopyOnWriteArrayList<>();
    try (ServerSocket trap = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread listener = new Thread(() -> listen(trap, heard), "trap");
      listener.setDaemon(true);
      listener.start();
      lie(environment, "endpoint", "127.0.0.1:" + trap.getLocalPort());
      audit(environment);
    }
    assertThat(String.join("", heard)).doesNotContain(TokenServer.TOKEN, "Authorization");
    couldNotJudge("CONTROL_PLANE_UNREACHABLE");
  }

  @Test
  void aClusterInAnotherProjectIsNotRequested() throws Exception {
    String environment = create();
    lie(environment, "cluster", "projects/foreign/locations/us-central1/clusters/c");

    assertThat(audit(environment))
        .containsOnly("composer.environments.get", "pubsub.topics.publish");
    couldNotJudge("REFUSED");
  }

  @Test
  void aRedirectOfAControlPlaneIsNotFollowed() throws Exception {
    String environment = create();
    fault("container.thirdPartyObjects.list", "302", environment);

    assertThat(audit(environment))
        .contains("container.thirdPartyObjects.list")
        .doesNotContain("container.daemonSets.get");
    couldNotJudge("UNREADABLE");
  }

  @Test
  void anotherAuthoritysControlPlaneIsNotBelieved() throws Exception {
    String environment = create();
    fault("container.thirdPartyObjects.list", "wrong-ca", environment);

    assertThat(audit(environment)).doesNotContain("container.thirdPartyObjects.list");
    couldNotJudge("UNTRUSTED_CERTIFICATE");
  }

  /** After all others, so that it sees what came of them. */
  @Test
  @Order(Integer.MAX_VALUE)
  void theTokenIsUsedAndStandsInNothingThatTheFunctionSays() throws Exception {
    // That it is used: the same environment is judged whole, at a control plane that asks for one.
    String environment = create();
    assertThat(audit(environment)).contains("container.thirdPartyObjects.list");
    assertThat(last(Scenario.OBSERVABLE).verdict()).isEqualTo(Verdict.PASS);
    int lines = function.process().lines().size();
    // A dump of its threads, as somebody would take who looks for a defect.
    new ProcessBuilder("kill", "-3", Long.toString(function.process().pid())).start().waitFor();
    for (int i = 0; i < 100 && function.process().lines().size() == lines; i++) {
      Thread.sleep(50);
    }
    findings.pull().forEach(ForgeryIT::see);
    assertThat(seeDeadLetters()).isGreaterThanOrEqualTo(30);

    assertThat(function.process().lines()).noneMatch(line -> line.contains(TokenServer.TOKEN));
    assertThat(SEEN).isNotEmpty().noneMatch(text -> text.contains(TokenServer.TOKEN));
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

  /** Audits an environment that there is; the calls that were made. */
  private static List<String> audit(String environment) throws Exception {
    int calls = calls().size();
    findings.pull().forEach(ForgeryIT::see);
    LATEST.clear();
    AuditEntry entry = new AuditEntry(resource(environment), true, environment, Instant.now());
    assertThat(new EventSender(function.uri()).send(environment, entry.json().toString())).isTrue();
    findings.pull().forEach(ForgeryIT::see);
    return calls().stream().skip(calls).toList();
  }

  private static void see(Finding finding) {
    SEEN.add(finding.json() + " " + finding.attributes());
    if (finding.json().has("compliance")) {
      LATEST.put(finding.policy(), finding);
    }
  }

  /** Sees the copies of what was refused, which may be anything; how many there are. */
  private static int seeDeadLetters() throws Exception {
    int seen = 0;
    JsonObject request = new JsonObject();
    request.addProperty("maxMessages", 1000);
    JsonObject answer = new Http(deployment.pubsubUri()).post(DEAD + ":pull", request);
    for (JsonElement each : answer.getAsJsonArray("receivedMessages")) {
      JsonObject message = each.getAsJsonObject().getAsJsonObject("message");
      byte[] data = Base64.getDecoder().decode(message.get("data").getAsString());
      SEEN.add(new String(data, StandardCharsets.ISO_8859_1));
      SEEN.add(message.get("attributes").toString());
      seen++;
    }
    return seen;
  }

  private static Finding last(String policy) {
    return Objects.requireNonNull(LATEST.get(policy), policy);
  }

  private static void couldNotJudge(String reason) {
    assertThat(last(Scenario.OBSERVABLE).verdict()).isEqualTo(Verdict.ERROR);
    assertThat(last(Scenario.OBSERVABLE).json().toString()).contains("\"" + reason + "\"");
    assertThat(last(Scenario.DESTINATIONS).verdict()).isEqualTo(Verdict.ERROR);
    assertThat(last(Scenario.COVERAGE).verdict()).isEqualTo(Verdict.ERROR);
  }

  /** Each new line is one JSON object of ours, at a level that we use. */
  private static void theLogIsOurs(int since) {
    List<String> lines = function.process().lines();
    for (String line : lines.subList(since, lines.size())) {
      assertThat(line).startsWith("{");
      JsonObject entry = JsonParser.parseString(line).getAsJsonObject();
      assertThat(LEVELS).contains(entry.get("severity").getAsString());
      assertThat(entry.has("event")).isTrue();
      assertThat(entry.has("forged")).isFalse();
      assertThat(entry.get("message").getAsString()).isNotEqualTo("forged");
      assertThat(entry.has("logging.googleapis.com/trace")).isFalse();
    }
  }

  private static void nothingPasses() throws Exception {
    List<Finding> news = findings.pull();
    news.forEach(ForgeryIT::see);
    assertThat(news).noneMatch(finding -> finding.verdict() == Verdict.PASS);
  }

  private static List<String> calls() throws Exception {
    List<String> permissions = new ArrayList<>();
    for (JsonElement call : sandbox.get("/sandbox/calls").getAsJsonArray("calls")) {
      permissions.add(call.getAsJsonObject().get("permission").getAsString());
    }
    return permissions;
  }

  private static String create() throws Exception {
    String environment = "hostile-%04d-cloud".formatted(created++);
    JsonObject body = new JsonObject();
    body.addProperty("name", resource(environment));
    body.add(
        "config",
        JsonParser.parseString(
            """
            {"softwareConfig": {"imageVersion": "composer-2.14.1-airflow-2.10.5"},
             "nodeConfig": {"enableIpMasqAgent": true}}
            """));
    sandbox.post(Scenario.collection(), body);
    for (int i = 0; i < 200; i++) {
      if (sandbox.get("/v1/" + resource(environment)).getAsJsonObject("config").has("gkeCluster")) {
        return environment;
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException(environment + " was not created");
  }

  private static void lie(String environment, String what, String value) throws Exception {
    JsonObject body = new JsonObject();
    body.addProperty("environment", resource(environment));
    body.addProperty(what, value);
    sandbox.post("/sandbox/lies", body);
  }

  private static void fault(String permission, String fault, String about) throws Exception {
    JsonObject body = new JsonObject();
    body.addProperty("permission", permission);
    body.addProperty("fault", fault);
    body.addProperty("about", about);
    sandbox.post("/sandbox/faults", body);
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

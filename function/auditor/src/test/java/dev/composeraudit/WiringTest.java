package dev.composeraudit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.sun.net.httpserver.HttpServer;
import dev.composeraudit.event.TestEntry;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.policy.PackagedPolicies;
import dev.composeraudit.report.pubsub.FakePubsub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts put together, with real clients on loopback. */
class WiringTest {
  private static final String NOT_FOUND =
      "{\"error\": {\"code\": 404, \"message\": \"none\", \"status\": \"NOT_FOUND\"}}";

  @TempDir Path folder;

  @Test
  void anEventGoesAllTheWay() throws Exception {
    HttpServer composer = composerThatKnowsNothing();
    try (FakePubsub pubsub = new FakePubsub()) {
      AuditFunction function = function(composer, pubsub);
      function.accept(TestEntry.last().event());

      assertThat(pubsub.calls()).containsExactly("POST /v1/projects/p-1/topics/findings:publish");
      assertThat(pubsub.accepted().get(0).getAsJsonArray("messages"))
          .hasSize(PackagedPolicies.load().policies().size())
          .extracting(WiringTest::status)
          .containsOnly("GONE");
    } finally {
      composer.stop(0);
    }
  }

  @Test
  void aRejectedEventGoesToItsOwnTopic() throws Exception {
    HttpServer composer = composerThatKnowsNothing();
    try (FakePubsub pubsub = new FakePubsub()) {
      function(composer, pubsub).accept(TestEvent.published("hello"));

      assertThat(pubsub.calls()).containsExactly("POST /v1/projects/p-1/topics/dead:publish");
    } finally {
      composer.stop(0);
    }
  }

  @Test
  void aStartThatFailsNamesEveryErrorAndNothingOfTheProgram() {
    assertThatThrownBy(
            () -> Wiring.of(Map.of("WAIT_FOR_CREATION", "soon", "WITH_COMPOSER_1", "maybe")))
        .isInstanceOf(StartException.class)
        .hasMessageContainingAll("FINDINGS_TOPIC: ", "WAIT_FOR_CREATION: ", "WITH_COMPOSER_1: ")
        .hasNoCause();
  }

  @Test
  void aPolicyThatDoesNotLoadStopsTheStartWithItsPlace() throws IOException {
    Files.writeString(folder.resolve("policy.yaml"), "kind: Policy\nspeck: {}\n");
    Map<String, String> settings = local("http://127.0.0.1:9", "http://127.0.0.1:9");
    settings.put("POLICIES", folder.toString());

    assertThatThrownBy(() -> Wiring.of(settings))
        .isInstanceOf(StartException.class)
        .hasMessageContainingAll("policy.yaml:2:1", "speck");
  }

  @Test
  void mistakesInSettingsAndInPoliciesAreNamedAtOnce() throws IOException {
    Files.writeString(folder.resolve("policy.yaml"), "kind: Policy\nspeck: {}\n");
    Map<String, String> settings = local("http://127.0.0.1:9", "http://127.0.0.1:9");
    settings.put("POLICIES", folder.toString());
    settings.put("WAIT_FOR_CREATION", "soon");
    settings.put("ENFROCE_FROM", "2026-01-01T00:00:00Z");

    assertThatThrownBy(() -> Wiring.of(settings))
        .isInstanceOf(StartException.class)
        .hasMessageContainingAll(
            "WAIT_FOR_CREATION: ",
            "ENFROCE_FROM: is not a setting; did you mean ENFORCE_FROM?",
            "policy.yaml:2:1",
            "speck");
  }

  @Test
  void aFolderThatIsNotThereIsNamedOnceBesideOtherMistakes() {
    Map<String, String> settings = local("http://127.0.0.1:9", "http://127.0.0.1:9");
    settings.put("POLICIES", folder.resolve("absent").toString());

    assertThatThrownBy(() -> Wiring.of(settings))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("Composer Audit can't start:\nPOLICIES: must be an existing folder")
        .message()
        .hasLineCount(2);
  }

  private static AuditFunction function(HttpServer composer, FakePubsub pubsub) {
    String uri = "http://127.0.0.1:" + composer.getAddress().getPort();
    return new AuditFunction(
        Wiring.of(local(uri, pubsub.uri().toString())), new ShutdownGate(), () -> {});
  }

  private static Map<String, String> local(String google, String pubsub) {
    Map<String, String> settings = new HashMap<>();
    settings.put("FINDINGS_TOPIC", "projects/p-1/topics/findings");
    settings.put("DEAD_LETTER_TOPIC", "projects/p-1/topics/dead");
    settings.put("COMPOSER_ENDPOINT", google);
    settings.put("CONTAINER_ENDPOINT", google);
    settings.put("COMPUTE_ENDPOINT", google);
    settings.put("PUBSUB_ENDPOINT", pubsub);
    settings.put("WAIT_FOR_CREATION", "PT0S");
    return settings;
  }

  private static HttpServer composerThatKnowsNothing() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/" + TestEntry.NAME,
        exchange -> {
          byte[] body = NOT_FOUND.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("content-type", "application/json");
          exchange.sendResponseHeaders(404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String status(JsonElement message) {
    return message
        .getAsJsonObject()
        .getAsJsonObject("attributes")
        .get("compliance_status")
        .getAsString();
  }
}

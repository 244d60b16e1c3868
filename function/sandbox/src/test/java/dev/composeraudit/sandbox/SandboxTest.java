package dev.composeraudit.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The whole sandbox over its sockets, as its users meet it. */
final class SandboxTest {
  private static final String PARENT = "projects/demo-project/locations/us-central1";
  private static final String EVENTS = "projects/demo-project/topics/composer-audit-events";
  private static final String DEAD = EVENTS + "-dead";
  private static final String COMPOSER_2 =
      "{\"softwareConfig\": {\"imageVersion\": \"composer-2.14.1-airflow-2.10.5\"}}";

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aCreationWritesItsFirstEntryBeforeAndItsLastEntryAfterTheEnvironmentRuns() throws Exception {
    try (Sandbox sandbox = start(Duration.ofMillis(200), Optional.empty())) {
      subscribe(sandbox, EVENTS);
      JsonObject operation = create(sandbox, "v1", "one", COMPOSER_2);
      JsonObject first = entry(sandbox);
      assertThat(first.getAsJsonObject("operation").get("first").getAsBoolean()).isTrue();
      assertThat(payload(first).getAsJsonObject("request").get("parent").getAsString())
          .isEqualTo(PARENT);
      JsonObject last = entry(sandbox);
      assertThat(last.getAsJsonObject("operation").get("last").getAsBoolean()).isTrue();
      assertThat(last.getAsJsonObject("operation").get("id")).isEqualTo(operation.get("name"));
      assertThat(payload(last).has("request")).isFalse();
      JsonObject environment = call(sandbox, "GET", "/v1/" + name("one"), "");
      assertThat(environment.get("state").getAsString()).isEqualTo("RUNNING");
      JsonObject done = call(sandbox, "GET", "/v1/" + operation.get("name").getAsString(), "");
      assertThat(done.get("done").getAsBoolean()).isTrue();
      assertThat(done.getAsJsonObject("response").has("state")).isFalse();
    }
  }

  @Test
  void aClusterAndItsSubnetworkAreThereOnceTheEnvironmentRuns() throws Exception {
    try (Sandbox sandbox = start(Duration.ZERO, Optional.empty())) {
      subscribe(sandbox, EVENTS);
      create(sandbox, "v1", "one", COMPOSER_2);
      entry(sandbox);
      entry(sandbox);
      JsonObject config = call(sandbox, "GET", "/v1/" + name("one"), "").getAsJsonObject("config");
      JsonObject cluster =
          call(sandbox, "GET", "/v1/" + config.get("gkeCluster").getAsString(), "");
      assertThat(cluster.get("clusterIpv4Cidr").getAsString()).isEqualTo("192.168.0.0/16");
      String subnetwork = cluster.getAsJsonObject("networkConfig").get("subnetwork").getAsString();
      assertThat(
              call(sandbox, "GET", "/compute/v1/" + subnetwork, "")
                  .get("ipCidrRange")
                  .getAsString())
          .isEqualTo("10.10.0.0/20");
    }
  }

  @Test
  void theInventoryListsWhatWasCreatedAndWhatIsOnlyListedPageByPage() throws Exception {
    try (Sandbox sandbox = start(Duration.ofMillis(100), Optional.empty())) {
      create(sandbox, "v1", "one", COMPOSER_2);
      list(sandbox, 3, 0);
      String search = "/v1/folders/7:searchAllResources?pageSize=2";
      JsonObject first = call(sandbox, "GET", search, "");
      String token = first.get("nextPageToken").getAsString();
      JsonObject last = call(sandbox, "GET", search + "&pageToken=" + token, "");

      assertThat(first.getAsJsonArray("results")).hasSize(2);
      assertThat(first.toString()).contains(name("one"), "environment-000000");
      assertThat(last.toString()).contains("environment-000001", "environment-000002");
      assertThat(last.has("nextPageToken")).isFalse();
      assertThat(call(sandbox, "GET", search + "&pageToken=old", "").toString())
          .contains("\"code\":400", "invalid page token");
    }
  }

  @Test
  void theLogSaysOfWhatIsOnlyListedThatItWasJudgedTwice() throws Exception {
    try (Sandbox sandbox = start(Duration.ofMillis(100), Optional.empty())) {
      list(sandbox, 10, 2);
      JsonObject query = new JsonObject();
      query.addProperty(
          "filter",
          "jsonPayload.environment.project=(\"listed-project-0000\" OR \"listed-project-0001\") AND"
              + " jsonPayload.environment.name=(\"environment-000003\" OR \"environment-000004\""
              + " OR \"environment-000005\" OR \"environment-000099\")");
      query.addProperty("orderBy", "timestamp desc");
      query.addProperty("pageSize", 1);
      JsonObject first = call(sandbox, "POST", "/v2/entries:list", query.toString());
      query.add("pageToken", first.get("nextPageToken"));
      JsonObject last = call(sandbox, "POST", "/v2/entries:list", query.toString());

      // The fifth one is in the third project, the fourth one is one of those nobody judged.
      assertThat(environments(first)).containsExactly("environment-000003");
      assertThat(environments(last)).containsExactly("environment-000003");
      assertThat(last.has("nextPageToken")).isFalse();
      assertThat(call(sandbox, "GET", "/sandbox/listed-environments", "").get("log").getAsInt())
          .isEqualTo(2);
    }
  }

  @Test
  void theOlderApiIsNamedInTheEntry() throws Exception {
    try (Sandbox sandbox = start(Duration.ofMillis(100), Optional.empty())) {
      subscribe(sandbox, EVENTS);
      create(sandbox, "v1beta1", "beta", COMPOSER_2);
      assertThat(payload(entry(sandbox)).get("methodName").getAsString())
          .isEqualTo(
              "google.cloud.orchestration.airflow.service.v1beta1.Environments.CreateEnvironment");
    }
  }

  @Test
  void aRejectedCreationIsOneEntryWithoutAnOperation() throws Exception {
    try (Sandbox sandbox = start(Duration.ofMillis(100), Optional.empty())) {
      subscribe(sandbox, EVENTS);
      JsonObject error =
          create(
              sandbox,
              "v1",
              "old",
              "{\"softwareConfig\": {\"imageVersion\": \"composer-1.20.12-airflow-1.10.15\"}}");
      assertThat(error.getAsJsonObject("error").get("status").getAsString())
          .isEqualTo("INVALID_ARGUMENT");
      JsonObject entry = entry(sandbox);
      assertThat(entry.has("operation")).isFalse();
      assertThat(payload(entry).getAsJsonObject("status").get("code").getAsInt()).isEqualTo(3);
    }
  }

  @Test
  void aCreationThatIsToldToFailEndsWithTheErrorAndTheEnvironmentInStateError() throws Exception {
    try (Sandbox sandbox = start(Duration.ofMillis(100), Optional.empty())) {
      subscribe(sandbox, EVENTS);
      call(
          sandbox,
          "POST",
          "/sandbox/failures",
          "{\"environment\": \"%s\", \"message\": \"quota\"}".formatted(name("poor")));
      create(sandbox, "v1", "poor", COMPOSER_2);
      entry(sandbox);
      JsonObject last = entry(sandbox);
      assertThat(payload(last).getAsJsonObject("status").get("message").getAsString())
          .isEqualTo("quota");
      assertThat(call(sandbox, "GET", "/v1/" + name("poor"), "").get("state").getAsString())
          .isEqualTo("ERROR");
    }
  }

  @Test
  void eventsAreDeliveredAgainUntilTheFunctionAcceptsThem() throws Exception {
    try (Function function = new Function(500, 500, 200);
        Sandbox sandbox = start(Duration.ZERO, Optional.of(function.uri()))) {
      publish(sandbox, "hello");
      for (int attempt = 1; attempt <= 3; attempt++) {
        JsonObject event = function.take();
        assertThat(event.get("deliveryAttempt").getAsInt()).isEqualTo(attempt);
        assertThat(data(event.getAsJsonObject("message"))).isEqualTo("hello");
      }
    }
  }

  @Test
  void whatTheFunctionNeverAcceptsEndsAsADeadLetter() throws Exception {
    try (Function function = new Function(500, 500, 500, 500, 500);
        Sandbox sandbox = start(Duration.ZERO, Optional.of(function.uri()))) {
      subscribe(sandbox, DEAD);
      publish(sandbox, "poison");
      assertThat(data(message(sandbox))).isEqualTo("poison");
    }
  }

  @Test
  void anInstanceThatIsGoneIsPassedOver() throws Exception {
    URI nobody = URI.create("http://127.0.0.1:" + PubSubEmulator.freePort());
    try (Function function = new Function(200, 200, 200);
        Sandbox sandbox = start(Duration.ZERO, List.of(nobody, function.uri()))) {
      for (String text : List.of("one", "two", "three")) {
        publish(sandbox, text);
        function.take();
      }
    }
  }

  private static Sandbox start(Duration creation, Optional<URI> function) throws Exception {
    return start(creation, function.stream().toList());
  }

  private static Sandbox start(Duration creation, List<URI> functions) throws Exception {
    return Sandbox.start(new Sandbox.Options(0, "demo-project", creation, false, functions, 5));
  }

  private void list(Sandbox sandbox, int count, int unjudgedEvery) throws Exception {
    call(
        sandbox,
        "POST",
        "/sandbox/listed-environments",
        "{\"count\": %d, \"projects\": 3, \"unjudgedEvery\": %d}".formatted(count, unjudgedEvery));
  }

  private static List<String> environments(JsonObject page) {
    return page.getAsJsonArray("entries").asList().stream()
        .map(entry -> entry.getAsJsonObject().getAsJsonObject("jsonPayload"))
        .map(payload -> payload.getAsJsonObject("environment").get("name").getAsString())
        .toList();
  }

  private static String name(String id) {
    return PARENT + "/environments/" + id;
  }

  private JsonObject create(Sandbox sandbox, String version, String id, String config)
      throws Exception {
    return call(
        sandbox,
        "POST",
        "/" + version + "/" + PARENT + "/environments",
        "{\"name\": \"%s\", \"config\": %s}".formatted(name(id), config));
  }

  private void publish(Sandbox sandbox, String text) throws Exception {
    String data = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    call(
        sandbox,
        "POST",
        "/v1/" + EVENTS + ":publish",
        "{\"messages\": [{\"data\": \"%s\"}]}".formatted(data));
  }

  private void subscribe(Sandbox sandbox, String topic) throws Exception {
    call(sandbox, "PUT", "/v1/" + subscription(), "{\"topic\": \"%s\"}".formatted(topic));
  }

  private static String subscription() {
    return "projects/demo-project/subscriptions/test";
  }

  private JsonObject entry(Sandbox sandbox) throws Exception {
    return JsonParser.parseString(data(message(sandbox))).getAsJsonObject();
  }

  /** The next message of the subscription; waits for it. */
  private JsonObject message(Sandbox sandbox) throws Exception {
    for (int i = 0; i < 5; i++) {
      JsonObject answer =
          call(sandbox, "POST", "/v1/" + subscription() + ":pull", "{\"maxMessages\": 1}");
      if (answer.get("receivedMessages") instanceof JsonArray received) {
        return received.get(0).getAsJsonObject().getAsJsonObject("message");
      }
    }
    throw new AssertionError("no message came");
  }

  private static String data(JsonObject message) {
    return new String(
        Base64.getDecoder().decode(message.get("data").getAsString()), StandardCharsets.UTF_8);
  }

  private static JsonObject payload(JsonObject entry) {
    return entry.getAsJsonObject("protoPayload");
  }

  private JsonObject call(Sandbox sandbox, String method, String path, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(sandbox.endpoint().resolve(path))
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return JsonParser.parseString(http.send(request, BodyHandlers.ofString()).body())
        .getAsJsonObject();
  }

  /** Answers each event with the next of its statuses, and keeps what came. */
  private static final class Function implements AutoCloseable {
    private final BlockingQueue<JsonElement> events = new LinkedBlockingQueue<>();
    private final HttpServer server;

    Function(Integer... statuses) throws Exception {
      List<Integer> left = new ArrayList<>(List.of(statuses));
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            events.add(JsonParser.parseString(body));
            exchange.sendResponseHeaders(left.remove(0), -1);
            exchange.close();
          });
      server.start();
    }

    URI uri() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    JsonObject take() throws InterruptedException {
      JsonElement event = events.poll(20, TimeUnit.SECONDS);
      assertThat(event).as("an event").isNotNull();
      return event.getAsJsonObject();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}

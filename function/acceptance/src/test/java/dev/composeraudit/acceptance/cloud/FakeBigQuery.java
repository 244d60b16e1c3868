package dev.composeraudit.acceptance.cloud;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** BigQuery for the real bq: one dataset, and the statements that it was asked to run. */
public final class FakeBigQuery implements AutoCloseable {
  private static final String JOB =
      """
      {"jobReference": {"projectId": "demo-project", "jobId": "j", "location": "us-central1"},
       "status": {"state": "DONE"}, "configuration": {"jobType": "QUERY", "query": {"query": ""}},
       "statistics": {"query": {"statementType": "SCRIPT"}},
       "jobComplete": true, "schema": {"fields": []}, "totalRows": "0"}
      """;

  private final HttpServer server;
  private final String discovery;
  private final List<String> statements = new CopyOnWriteArrayList<>();
  private volatile @Nullable JsonObject dataset;
  private volatile Predicate<RecordedCall> denied = call -> false;

  private FakeBigQuery(HttpServer server, String discovery) {
    this.server = server;
    this.discovery = discovery;
  }

  /** Starts it, without a dataset. */
  public static FakeBigQuery start(Path bq) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    // bq asks for the API's own description where it is not Google's.
    Path described = bq.toRealPath().resolve("../../platform/bq/discovery_next/bigquery.json");
    String discovery =
        Files.readString(described.normalize())
            .replace("https://bigquery.googleapis.com", address(server));
    FakeBigQuery fake = new FakeBigQuery(server, discovery);
    server.createContext("/", fake::answer);
    server.start();
    return fake;
  }

  /** What the real bq needs to be told to call this, and to need no account. */
  public Map<String, String> environment(Path folder) throws IOException {
    Path settings = folder.resolve("bigqueryrc");
    Files.writeString(settings, "api = " + address(server) + "\n");
    Path token = folder.resolve("token");
    Files.writeString(token, "a-token\n");
    return Map.of(
        "BIGQUERYRC",
        settings.toString(),
        "CLOUDSDK_AUTH_ACCESS_TOKEN_FILE",
        token.toString(),
        "CLOUDSDK_AUTH_DISABLE_CREDENTIALS",
        "false",
        "no_proxy",
        "127.0.0.1");
  }

  /** The scripts that were run, each whole. */
  public List<String> statements() {
    return statements;
  }

  public @Nullable JsonObject dataset() {
    return dataset;
  }

  /** From now on refuses those calls that would change something and are such. */
  public void deny(Predicate<RecordedCall> calls) {
    denied = calls;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      RecordedCall call =
          new RecordedCall("bigquery", exchange.getRequestMethod(), path, "", new JsonObject());
      if (path.contains("discovery")) {
        respond(exchange, 200, discovery);
      } else if (call.mutates() && denied.test(call)) {
        String message = "denied by the test: " + call;
        respond(
            exchange,
            403,
            "{\"error\": {\"code\": 403, \"message\": \"%1$s\", \"errors\": [{\"reason\": \"accessDenied\", \"message\": \"%1$s\"}]}}"
                .formatted(message));
      } else if (path.contains("/datasets")) {
        datasets(exchange, text);
      } else {
        if (path.endsWith("/jobs") && !text.isEmpty()) {
          statements.add(
              JsonParser.parseString(text)
                  .getAsJsonObject()
                  .getAsJsonObject("configuration")
                  .getAsJsonObject("query")
                  .get("query")
                  .getAsString());
        }
        respond(exchange, 200, JOB);
      }
    }
  }

  private void datasets(HttpExchange exchange, String text) throws IOException {
    JsonObject kept = dataset;
    switch (exchange.getRequestMethod()) {
      case "DELETE" -> dataset = null;
      case "POST" -> {
        JsonObject created = JsonParser.parseString(text).getAsJsonObject();
        created.addProperty("etag", "e");
        dataset = created;
      }
      case "GET" -> {}
      default -> {
        JsonObject changed = kept == null ? new JsonObject() : kept.deepCopy();
        JsonParser.parseString(text)
            .getAsJsonObject()
            .entrySet()
            .forEach(it -> changed.add(it.getKey(), it.getValue()));
        dataset = changed;
      }
    }
    JsonObject now = dataset;
    if (now == null) {
      respond(
          exchange,
          exchange.getRequestMethod().equals("DELETE") ? 200 : 404,
          "{\"error\": {\"code\": 404, \"message\": \"Not found: Dataset d\", \"errors\":"
              + " [{\"reason\": \"notFound\", \"message\": \"Not found: Dataset d\"}]}}");
    } else {
      respond(exchange, 200, now.toString());
    }
  }

  private static String address(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}

package dev.composeraudit.report.scc;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One source of Security Command Center on loopback: keeps findings, unless told to fail. */
final class FakeSecurityCenter implements AutoCloseable {
  static final String SOURCE = "organizations/12/sources/34";
  private static final String FINDINGS = "/v2/" + SOURCE + "/locations/global/findings";

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Map<String, JsonObject> findings = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<String> queries = new CopyOnWriteArrayList<>();
  private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();

  /** An answer in place of the true one, to the next call that is of this kind. */
  record Failure(String kind, int status, String body) {}

  FakeSecurityCenter() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext("/", this::handle);
    server.setExecutor(executor);
    server.start();
  }

  SecuritySource source() {
    return new SecuritySource(
        SOURCE, URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  /** Answers the next calls of a kind ({@code list}, {@code update}, {@code setState}) so. */
  FakeSecurityCenter failing(int times, String kind, int status, String body) {
    for (int i = 0; i < times; i++) {
      failures.add(new Failure(kind, status, body));
    }
    return this;
  }

  /** What it keeps, by id. */
  Map<String, JsonObject> findings() {
    return findings;
  }

  /** The kinds of the calls that came since this was asked last. */
  List<String> calls() {
    List<String> now = List.copyOf(calls);
    calls.clear();
    return now;
  }

  /** What was asked of it, of all calls that list. */
  List<String> queries() {
    return queries;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String path = exchange.getRequestURI().getPath();
      String kind =
          path.equals(FINDINGS) ? "list" : path.endsWith(":setState") ? "setState" : "update";
      calls.add(kind);
      if (kind.equals("list")) {
        queries.add(exchange.getRequestURI().getQuery());
      }
      Failure failure = failures.peek();
      if (failure != null && failure.kind().equals(kind)) {
        failures.remove();
        respond(exchange, failure.status(), failure.body());
        return;
      }
      String id = kind.equals("list") ? "" : path.substring(FINDINGS.length() + 1);
      switch (kind) {
        case "list" -> respond(exchange, 200, list(exchange.getRequestURI().getQuery()));
        case "update" -> update(exchange, id, JsonParser.parseString(body).getAsJsonObject());
        default -> setState(exchange, id.replace(":setState", ""), body);
      }
    }
  }

  private String list(String query) {
    JsonArray results = new JsonArray();
    findings.values().stream()
        .filter(it -> query.contains('"' + it.get("resourceName").getAsString() + '"'))
        .forEach(
            it -> {
              JsonObject result = new JsonObject();
              result.add("finding", it);
              results.add(result);
            });
    JsonObject answer = new JsonObject();
    answer.add("listFindingsResults", results);
    return answer.toString();
  }

  /** As the API: with a mask, an update; without, the whole, created in whatever state. */
  private void update(HttpExchange exchange, String id, JsonObject body) throws IOException {
    if (!exchange.getRequestMethod().equals("PATCH")) {
      respond(exchange, 405, "");
      return;
    }
    String query = exchange.getRequestURI().getQuery();
    JsonObject old = findings.get(id);
    JsonObject finding = query == null || old == null ? body.deepCopy() : old.deepCopy();
    if (query != null) {
      for (String field : query.replace("updateMask=", "").split(",", -1)) {
        if (field.equals("event_time")) {
          finding.add("eventTime", body.get("eventTime"));
        } else {
          String key = field.replace("source_properties.", "");
          finding
              .getAsJsonObject("sourceProperties")
              .add(key, body.getAsJsonObject("sourceProperties").get(key));
        }
      }
    }
    finding.addProperty("name", SOURCE + "/locations/global/findings/" + id);
    finding.addProperty(
        "state", old == null ? "STATE_UNSPECIFIED" : old.get("state").getAsString());
    findings.put(id, finding);
    respond(exchange, 200, finding.toString());
  }

  private void setState(HttpExchange exchange, String id, String body) throws IOException {
    JsonObject finding = findings.get(id);
    if (finding == null) {
      respond(exchange, 404, "{\"error\": {\"code\": 404, \"status\": \"NOT_FOUND\"}}");
      return;
    }
    finding.add("state", JsonParser.parseString(body).getAsJsonObject().get("state"));
    respond(exchange, 200, finding.toString());
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}

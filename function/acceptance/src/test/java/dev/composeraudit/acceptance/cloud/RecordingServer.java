package dev.composeraudit.acceptance.cloud;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that takes every request to a Google API, does nothing, and remembers it. */
public final class RecordingServer implements AutoCloseable {
  private final HttpServer server;
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  private RecordingServer(HttpServer server) {
    this.server = server;
  }

  /**
   * A request.
   *
   * @param body empty if it had none
   */
  public record Call(String method, String path, JsonObject body) {}

  public static RecordingServer start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    RecordingServer recorder = new RecordingServer(server);
    server.createContext("/", recorder::answer);
    server.start();
    return recorder;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** The requests that change something, to paths that end so, in their order. */
  public List<Call> changes(String path) {
    return calls.stream()
        .filter(call -> !call.method().equals("GET") && call.path().endsWith(path))
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    JsonObject body =
        text.isBlank() ? new JsonObject() : JsonParser.parseString(text).getAsJsonObject();
    String path = exchange.getRequestURI().getPath();
    calls.add(new Call(exchange.getRequestMethod(), path, body));
    byte[] answer = reply(path, body).toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  /** What was to be made has been made; a project has a number. */
  private static JsonObject reply(String path, JsonObject body) {
    if (path.endsWith(":publish")) {
      return JsonParser.parseString("{\"messageIds\": [\"1\"]}").getAsJsonObject();
    }
    if (path.endsWith("/global/firewalls")) {
      // An operation that has ended.
      return new JsonObject();
    }
    if (path.matches("/v1/projects/[^/]+")) {
      return JsonParser.parseString("{\"projectNumber\": \"123456789012\"}").getAsJsonObject();
    }
    return body.has("policy") ? body.getAsJsonObject("policy") : body;
  }
}

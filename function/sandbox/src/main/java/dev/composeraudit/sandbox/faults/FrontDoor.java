package dev.composeraudit.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.composeraudit.sandbox.api.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The same APIs once more, on a port where calls are noted and can be made to go wrong: what passes
 * is handed on to the sandbox's Google APIs, or to the Pub/Sub in use.
 */
public final class FrontDoor implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final Set<String> NOT_PASSED_ON =
      Set.of("connection", "content-length", "host", "upgrade", "http2-settings");

  private final HttpServer server;
  private final ExecutorService executor;
  private final HttpClient http;
  private final URI google;
  private final URI pubsub;

  private FrontDoor(
      HttpServer server, ExecutorService executor, HttpClient http, URI google, URI pubsub) {
    this.server = server;
    this.executor = executor;
    this.http = http;
    this.google = google;
    this.pubsub = pubsub;
  }

  public static FrontDoor open(HttpClient http, URI google, URI pubsub, CallInterceptor interceptor)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService executor = Executors.newCachedThreadPool(Threads.daemons("front-door"));
    server.setExecutor(executor);
    FrontDoor door = new FrontDoor(server, executor, http, google, pubsub);
    server.createContext("/", interceptor.before(door::handOn, ""));
    server.start();
    return door;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private void handOn(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpResponse<byte[]> response = http.send(request(exchange), BodyHandlers.ofByteArray());
      response
          .headers()
          .firstValue("content-type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      byte[] body = response.body();
      exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest request(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    boolean isPubSub = path.contains("/topics/") || path.contains("/subscriptions/");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create((isPubSub ? pubsub : google) + path))
            .timeout(TIMEOUT)
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> passOn(request, name.toLowerCase(Locale.ROOT), values));
    return request.build();
  }

  private static void passOn(HttpRequest.Builder request, String name, List<String> values) {
    if (!NOT_PASSED_ON.contains(name)) {
      values.forEach(value -> request.header(name, value));
    }
  }
}

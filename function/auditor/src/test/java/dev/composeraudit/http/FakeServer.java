package dev.composeraudit.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback that answers by a script: for each path and query, replies in order, the
 * last one for ever. What has no script is a 500 that says so.
 */
public final class FakeServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Map<String, Deque<Reply>> script = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Runnable eachRequest = () -> {};

  private FakeServer(HttpServer server) {
    this.server = server;
    server.createContext("/", this::handle);
    server.setExecutor(executor);
    server.start();
  }

  /**
   * A request as it came.
   *
   * @param authorization blank if there was none
   */
  public record Request(String target, String authorization, String body) {}

  /** What is sent back. */
  public record Reply(int status, String contentType, String body, Manner manner) {
    public enum Manner {
      WHOLE,
      /** Half of the body, then the end of the connection. */
      CUT_OFF,
      /** The end of the connection. */
      NO_ANSWER,
      /** Nothing, until the server is closed. */
      HANGS,
      /** The headers, then nothing, until the server is closed. */
      HANGS_IN_BODY
    }

    public static Reply json(String body) {
      return json(200, body);
    }

    public static Reply json(int status, String body) {
      return new Reply(status, "application/json", body, Manner.WHOLE);
    }

    public static Reply text(int status, String body) {
      return new Reply(status, "text/plain; charset=utf-8", body, Manner.WHOLE);
    }

    public static Reply in(Manner manner) {
      return new Reply(200, "application/json", "{\"a\": \"b\"}", manner);
    }
  }

  public static FakeServer http() {
    return open(null);
  }

  public static FakeServer https(SSLContext identity) {
    return open(identity);
  }

  private static FakeServer open(@Nullable SSLContext identity) {
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      if (identity == null) {
        return new FakeServer(HttpServer.create(loopback, 0));
      }
      HttpsServer server = HttpsServer.create(loopback, 0);
      server.setHttpsConfigurator(new HttpsConfigurator(identity));
      return new FakeServer(server);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public FakeServer on(String target, Reply... replies) {
    script.put(target, new ArrayDeque<>(List.of(replies)));
    return this;
  }

  /** Runs this before each answer. */
  public void onEachRequest(Runnable action) {
    eachRequest = action;
  }

  public URI uri() {
    return URI.create("http://" + authority());
  }

  public String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  public List<String> targets() {
    return requests.stream().map(Request::target).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestURI().toString();
    String authorization = exchange.getRequestHeaders().getFirst("authorization");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(new Request(target, authorization == null ? "" : authorization, body));
    eachRequest.run();
    try (exchange) {
      send(exchange, next(target));
    }
  }

  private Reply next(String target) {
    Deque<Reply> replies = script.get(target.replaceFirst("\\?\\$alt=.*", ""));
    if (replies == null) {
      return Reply.text(501, "no script for " + target);
    }
    synchronized (replies) {
      return replies.size() > 1 ? replies.remove() : replies.element();
    }
  }

  private void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", reply.contentType());
    if (reply.status() / 100 == 3) {
      exchange.getResponseHeaders().set("location", reply.body());
    }
    switch (reply.manner()) {
      case WHOLE -> {
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
      }
      case CUT_OFF -> {
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().write(body, 0, body.length / 2);
        exchange.getResponseBody().flush();
      }
      case HANGS_IN_BODY -> {
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().flush();
        waitForTheEnd();
      }
      case HANGS -> waitForTheEnd();
      case NO_ANSWER -> {}
    }
  }

  private void waitForTheEnd() {
    try {
      closing.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    executor.shutdownNow();
  }
}

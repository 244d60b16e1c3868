package dev.composeraudit.acceptance.campaign.load;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.composeraudit.acceptance.deployment.Http;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Google's APIs as a sandbox answered once, repeated from memory, so that what is measured is the
 * function and not the sandbox; published messages are counted and accepted.
 */
final class CannedCloud implements AutoCloseable {
  private static final byte[] MESSAGE = "\"data\"".getBytes(StandardCharsets.US_ASCII);

  private final HttpServer server;
  private final ExecutorService threads;
  private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong unknown = new AtomicLong();

  private CannedCloud(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  static CannedCloud start(int threads) throws IOException {
    // Otherwise each answer's body waits 40 ms for the caller to acknowledge its headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    server.setExecutor(executor);
    CannedCloud cloud = new CannedCloud(server, executor);
    server.createContext("/", cloud::answer);
    server.start();
    return cloud;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers a path from now on as another server does now. */
  JsonObject learn(Http other, String path) throws IOException, InterruptedException {
    JsonObject answer = other.get(path);
    answers.put(path, answer.toString().getBytes(StandardCharsets.UTF_8));
    return answer;
  }

  /** How many messages were published. */
  long published() {
    return published.get();
  }

  /** How many calls were none of those that it has learnt. */
  long unknown() {
    return unknown.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] request = exchange.getRequestBody().readAllBytes();
      byte[] body = answers.get(exchange.getRequestURI().getPath());
      if (exchange.getRequestMethod().equals("POST")) {
        body = accepted(messages(request));
      } else if (body == null) {
        unknown.incrementAndGet();
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private byte[] accepted(int messages) {
    JsonArray ids = new JsonArray();
    for (int i = 0; i < messages; i++) {
      ids.add(Long.toString(published.incrementAndGet()));
    }
    JsonObject answer = new JsonObject();
    answer.add("messageIds", ids);
    return answer.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What a message holds is base64, in which the key cannot stand. */
  private static int messages(byte[] request) {
    int count = 0;
    for (int at = 0; at <= request.length - MESSAGE.length; at++) {
      int same = 0;
      while (same < MESSAGE.length && request[at + same] == MESSAGE[same]) {
        same++;
      }
      count += same == MESSAGE.length ? 1 : 0;
    }
    return count;
  }
}

package dev.composeraudit.report.pubsub;

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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Pub/Sub's publish call on loopback: accepts, unless told to answer otherwise. */
public final class FakePubsub implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<JsonObject> accepted = new CopyOnWriteArrayList<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<String> queries = new CopyOnWriteArrayList<>();
  private volatile int limit = 10_000_000;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** An answer in place of acceptance; a status of 0 is none at all. */
  record Answer(int status, String body) {}

  private static final Answer ACCEPT = new Answer(200, "");

  public FakePubsub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext("/", this::handle);
    server.setExecutor(executor);
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers the next calls so, before accepting again. */
  public FakePubsub first(int times, int status, String body) {
    for (int i = 0; i < times; i++) {
      answers.add(new Answer(status, body));
    }
    return this;
  }

  /** Accepts the next calls, before it answers as it was told to after this. */
  public FakePubsub acceptFirst(int times) {
    for (int i = 0; i < times; i++) {
      answers.add(ACCEPT);
    }
    return this;
  }

  /** Takes requests of at most so many bytes, and refuses larger ones as Pub/Sub does. */
  public FakePubsub atMost(int bytes) {
    limit = bytes;
    return this;
  }

  /** Every call, as {@code POST /v1/…}, without its query. */
  public List<String> calls() {
    return calls;
  }

  /** Every call's query, decoded. */
  List<String> queries() {
    return queries;
  }

  /** The bodies of the calls that were accepted. */
  public List<JsonObject> accepted() {
    return accepted;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
      queries.add(String.valueOf(exchange.getRequestURI().getQuery()));
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Answer answer = answers.poll();
      if (answer == null && body.length() > limit) {
        answer = new Answer(400, "{\"error\": {\"status\": \"INVALID_ARGUMENT\"}}");
      }
      if (answer == null || answer == ACCEPT) {
        JsonObject request = JsonParser.parseString(body).getAsJsonObject();
        accepted.add(request);
        String ids = "\"1\",".repeat(request.getAsJsonArray("messages").size());
        answer = new Answer(200, "{\"messageIds\":[" + ids.substring(0, ids.length() - 1) + "]}");
      }
      if (answer.status() == 0) {
        closing.await();
        return;
      }
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", "application/json");
      if (answer.status() / 100 == 3) {
        exchange.getResponseHeaders().set("location", "/elsewhere");
      }
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
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

package dev.composeraudit.cli.dashboard;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Serves the page on loopback to whoever knows its address, in which there is a random key: to no
 * other user of this machine, and to no page of another origin, even one whose name has been made
 * to resolve to this machine.
 */
final class WebServer implements AutoCloseable {
  private static final Pattern LOCAL_HOST =
      Pattern.compile("(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::\\d{1,5})?");

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
              + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
              + " require-trusted-types-for 'script'; trusted-types 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  /** The bytes of a key; nobody guesses so many. */
  private static final int KEY = 32;

  private final HttpServer server;
  private final ExecutorService threads;
  private final String key;

  private WebServer(HttpServer server, ExecutorService threads, String key) {
    this.server = server;
    this.threads = threads;
    this.key = key;
  }

  /**
   * Starts to serve.
   *
   * @param port 0 = a free one
   */
  static WebServer start(int port, Board board) throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException taken) {
      throw new IOException("port %d: %s".formatted(port, taken.getMessage()), taken);
    }
    // A thread for each page that listens; they are few, and their number is bounded.
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "dashboard-http");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    WebServer web = new WebServer(server, threads, newKey());
    server.createContext("/", web.guarded(web.answers(board)));
    server.start();
    return web;
  }

  private static String newKey() {
    byte[] random = new byte[KEY];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** Where the page is: whoever knows the whole address can read it. */
  URI address() {
    return URI.create("http://127.0.0.1:%d/%s/".formatted(server.getAddress().getPort(), key));
  }

  private HttpHandler answers(Board board) {
    Assets assets = new Assets();
    EventStream events = new EventStream(board);
    HistoryAnswer history = new HistoryAnswer(board);
    PictureAnswer pictures = new PictureAnswer(board);
    return exchange -> {
      String path = exchange.getRequestURI().getPath().substring(1 + key.length());
      switch (path) {
        case "/api/events" -> events.handle(exchange);
        case "/api/history" -> history.handle(exchange);
        case "/api/picture" -> pictures.handle(exchange);
        default -> assets.handle(exchange, path);
      }
    };
  }

  /** Whether a path begins with the key; how long that takes says nothing of the key. */
  private boolean hasKey(String path) {
    String given = path.split("/", 3).length < 3 ? "" : path.split("/", 3)[1];
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private HttpHandler guarded(HttpHandler handler) {
    return exchange -> {
      try (exchange) {
        Headers headers = exchange.getResponseHeaders();
        HEADERS.forEach(headers::set);
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || !LOCAL_HOST.matcher(host).matches()) {
          sendError(exchange, 421, "This page can be opened on this machine only.");
        } else if (!exchange.getRequestMethod().equals("GET")) {
          headers.set("Allow", "GET");
          sendError(exchange, 405, "Only GET is supported.");
        } else if (!hasKey(exchange.getRequestURI().getPath())) {
          sendError(
              exchange,
              403,
              "The key is missing: open the address that the dashboard has printed.");
        } else {
          handler.handle(exchange);
        }
      }
    };
  }

  static void sendError(HttpExchange exchange, int status, String why) throws IOException {
    answer(
        exchange,
        status,
        "text/plain; charset=utf-8",
        (why + "\n").getBytes(StandardCharsets.UTF_8));
  }

  static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}

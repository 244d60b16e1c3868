package dev.composeraudit.cli.dashboard;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.composeraudit.cli.dashboard.Changes.Cursor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * The board as server-sent events: all of it first, then each change as it comes. A page that reads
 * slowly gets the latest state of what it missed, not every step, so that nothing piles up here.
 */
final class EventStream implements HttpHandler {
  /** Detects a closed page on a board without changes. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private static final int MOST_PAGES = 32;
  private static final Gson GSON = new Gson();

  private final Board board;
  private final Semaphore pages = new Semaphore(MOST_PAGES);

  EventStream(Board board) {
    this.board = board;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (!pages.tryAcquire()) {
      WebServer.sendError(exchange, 503, "Too many pages are open already.");
      return;
    }
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(200, 0);
      sendChanges(exchange.getResponseBody());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      pages.release();
    }
  }

  /** Ends only when the page does, or the server. */
  private void sendChanges(OutputStream page) throws IOException, InterruptedException {
    send(page, "retry: 1000\n\n");
    Cursor cursor = Cursor.START;
    while (!Thread.currentThread().isInterrupted()) {
      Changes changes = board.await(cursor, HEARTBEAT);
      send(page, changes.isEmpty() ? ": still here\n\n" : events(changes));
      cursor = changes.next();
    }
  }

  private static String events(Changes changes) {
    StringBuilder events = new StringBuilder();
    if (changes.status() != null) {
      JsonObject status = GSON.toJsonTree(changes.status()).getAsJsonObject();
      status.addProperty("dropped", changes.dropped());
      events.append("event: status\ndata: ").append(status).append("\n\n");
    }
    if (changes.reset() || !changes.findings().isEmpty()) {
      events
          .append("event: findings\ndata: {\"reset\":")
          .append(changes.reset())
          .append(",\"more\":")
          .append(changes.more())
          .append(",\"findings\":[")
          .append(String.join(",", changes.findings()))
          .append("]}\n\n");
    }
    return events.toString();
  }

  private static void send(OutputStream page, String text) throws IOException {
    page.write(text.getBytes(StandardCharsets.UTF_8));
    page.flush();
  }
}

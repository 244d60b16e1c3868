package dev.composeraudit.cli.dashboard;

import com.google.gson.Gson;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** What was said of one environment: {@code /api/history?NAME}, the name URL-encoded. */
final class HistoryAnswer implements HttpHandler {
  private static final Gson GSON = new Gson();

  private final Board board;

  HistoryAnswer(Board board) {
    this.board = board;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    try {
      String name = URLDecoder.decode(query == null ? "" : query, StandardCharsets.UTF_8);
      WebServer.answer(
          exchange,
          200,
          "application/json; charset=utf-8",
          GSON.toJson(board.history(name)).getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException malformed) {
      WebServer.sendError(exchange, 400, "The name is not URL-encoded.");
    }
  }
}

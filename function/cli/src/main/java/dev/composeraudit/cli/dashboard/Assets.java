package dev.composeraudit.cli.dashboard;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The page and what belongs to it, from the jar. */
final class Assets {
  private static final Map<String, Asset> BY_PATH =
      Map.of(
          "/", new Asset("index.html", "text/html; charset=utf-8"),
          "/style.css", new Asset("style.css", "text/css; charset=utf-8"),
          "/icon.svg", new Asset("icon.svg", "image/svg+xml"),
          "/app.js", script("app.js"),
          "/board.js", script("board.js"),
          "/dom.js", script("dom.js"),
          "/findings.js", script("findings.js"),
          "/history.js", script("history.js"),
          "/words.js", script("words.js"));

  private record Asset(String resource, String type) {}

  private static Asset script(String resource) {
    return new Asset(resource, "text/javascript; charset=utf-8");
  }

  /**
   * Answers.
   *
   * @param path without the key
   */
  void handle(HttpExchange exchange, String path) throws IOException {
    Asset asset = BY_PATH.get(path);
    if (asset == null) {
      WebServer.sendError(exchange, 404, "There is nothing here.");
      return;
    }
    try (InputStream resource = Assets.class.getResourceAsStream(asset.resource())) {
      if (resource == null) {
        throw new IllegalStateException(asset.resource() + " is missing from the jar");
      }
      WebServer.answer(exchange, 200, asset.type(), resource.readAllBytes());
    }
  }
}

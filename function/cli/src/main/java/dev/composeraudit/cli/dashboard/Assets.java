package dev.composeraudit.cli.dashboard;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The page and what belongs to it, from the jar. */
final class Assets {
  private static final String CSS = "text/css; charset=utf-8";
  private static final Map<String, Asset> BY_PATH =
      Map.ofEntries(
          Map.entry("/", new Asset("index.html", "text/html; charset=utf-8")),
          Map.entry("/style.css", new Asset("style.css", CSS)),
          Map.entry("/picture.css", new Asset("/dev/composeraudit/cli/picture/picture.css", CSS)),
          Map.entry("/icon.svg", new Asset("icon.svg", "image/svg+xml")),
          Map.entry("/app.js", script("app.js")),
          Map.entry("/board.js", script("board.js")),
          Map.entry("/dom.js", script("dom.js")),
          Map.entry("/findings.js", script("findings.js")),
          Map.entry("/history.js", script("history.js")),
          Map.entry("/picture.js", script("picture.js")),
          Map.entry("/words.js", script("words.js")));

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

package dev.composeraudit.cli.dashboard;

import com.google.common.hash.Hashing;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.composeraudit.cli.picture.Picture;
import dev.composeraudit.cli.picture.PictureSvg;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves a picture of what a destination sees. {@code /api/picture?0,UID} is the first picture of
 * the finding with that URL-encoded id. The page that shows the picture has the style sheet.
 */
final class PictureAnswer implements HttpHandler {
  private static final Pattern QUERY = Pattern.compile("(\\d{1,3}),(.+)");

  private final Board board;

  PictureAnswer(Board board) {
    this.board = board;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Optional<String> svg = svg(String.valueOf(exchange.getRequestURI().getRawQuery()));
    if (svg.isEmpty()) {
      WebServer.sendError(exchange, 404, "There is no such picture.");
    } else {
      WebServer.answer(exchange, 200, "image/svg+xml", svg.get().getBytes(StandardCharsets.UTF_8));
    }
  }

  private Optional<String> svg(String query) {
    Matcher matcher = QUERY.matcher(query);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      String uid = URLDecoder.decode(matcher.group(2), StandardCharsets.UTF_8);
      int index = Integer.parseInt(matcher.group(1));
      return board
          .finding(uid)
          .filter(finding -> index < finding.egress().size())
          .map(finding -> draw(finding, index));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static String draw(DashboardFinding finding, int index) {
    String id = Hashing.sha256().hashString(finding.uid(), StandardCharsets.UTF_8).toString();
    return PictureSvg.element(
        new Picture(finding.environment().name(), finding.egress().get(index)),
        "picture-%s-%d".formatted(id.substring(0, 16), index));
  }
}

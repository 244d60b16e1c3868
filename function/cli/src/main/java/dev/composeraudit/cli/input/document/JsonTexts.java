package dev.composeraudit.cli.input.document;

import java.util.ArrayList;
import java.util.List;

/** Finds where one JSON value ends and the next begins, as in JSON lines. */
final class JsonTexts {
  private final String text;
  private final List<Piece> pieces = new ArrayList<>();
  private int at;
  private int line = 1;

  private JsonTexts(String text) {
    this.text = text;
  }

  /**
   * The text of one value.
   *
   * @param line on which it begins, one-based
   */
  record Piece(String text, int line) {}

  /** The values of a text; what follows the last one that is whole is a piece, too. */
  static List<Piece> split(String text) {
    JsonTexts texts = new JsonTexts(text);
    while (texts.skipBlanks()) {
      texts.takeValue();
    }
    return texts.pieces;
  }

  private boolean skipBlanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      next();
    }
    return at < text.length();
  }

  private void takeValue() {
    int start = at;
    int first = line;
    int depth = 0;
    boolean quoted = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (quoted && c == '\\') {
        next();
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '{' || c == '[')) {
        depth++;
      } else if (!quoted && (c == '}' || c == ']') && --depth <= 0) {
        next();
        break;
      }
      next();
    }
    pieces.add(new Piece(text.substring(start, Math.min(at, text.length())), first));
  }

  private void next() {
    if (at < text.length() && text.charAt(at) == '\n') {
      line++;
    }
    at++;
  }
}

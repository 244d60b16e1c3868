package dev.composeraudit.policy.source;

import dev.composeraudit.document.Position;
import dev.composeraudit.document.SourceFile;

/** A CEL expression, and where in a policy file it is. */
public record Expression(String text, SourceFile file, Position place) {
  /**
   * An expression that is in no file.
   *
   * @param from where it is given, for messages: an option's name
   */
  public static Expression of(String from, String text) {
    return new Expression(text, new SourceFile(from, text), Position.ROOT);
  }

  /**
   * Where in the file a character of the expression is.
   *
   * @param line one-based, within the expression
   * @param column zero-based, within that line
   */
  public Position locate(int line, int column) {
    if (place.equals(Position.ROOT)) {
      return new Position(line, column + 1, place.path());
    }
    int before = text.lines().limit(line - 1L).mapToInt(each -> each.length() + 1).sum();
    return ScalarPositions.locate(file, place, before + column);
  }

  static Expression read(ObjectReader object, String key) {
    String text = object.text(key);
    // What precedes it stays, so that its characters can be found in the file.
    return new Expression(
        text.stripTrailing(), object.document().file(), object.document().place(object.path(key)));
  }
}

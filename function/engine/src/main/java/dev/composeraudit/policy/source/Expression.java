package dev.composeraudit.policy.source;

import dev.composeraudit.document.Position;
import dev.composeraudit.document.SourceFile;

/** A CEL expression and its position in a policy file. */
public record Expression(String text, SourceFile file, Position place) {
  /**
   * An expression that is not in a file.
   *
   * @param from the name of the option that gives it, for messages
   */
  public static Expression of(String from, String text) {
    return new Expression(text, new SourceFile(from, text), Position.ROOT);
  }

  /**
   * The position of a character of the expression in the file.
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
    // Leading space stays, so that positions in the expression match those in the file.
    return new Expression(
        text.stripTrailing(), object.document().file(), object.document().place(object.path(key)));
  }
}

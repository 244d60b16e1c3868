package dev.composeraudit.policy;

import dev.composeraudit.subject.Place;
import dev.composeraudit.subject.SourceFile;

/** A CEL expression, and where in a policy file it stands. */
record Expression(String text, SourceFile file, Place place) {
  /** An expression that stands in no file: a line of {@code eval}. */
  static Expression of(String text) {
    return new Expression(text, new SourceFile("<expression>", text), Place.ROOT);
  }

  /**
   * Where in the file a character of the expression stands.
   *
   * @param line one-based, within the expression
   * @param column zero-based, within that line
   */
  Place locate(int line, int column) {
    if (place.equals(Place.ROOT)) {
      return new Place(line, column + 1, place.path());
    }
    int before = text.lines().limit(line - 1L).mapToInt(each -> each.length() + 1).sum();
    return ScalarPlaces.locate(file, place, before + column);
  }
}

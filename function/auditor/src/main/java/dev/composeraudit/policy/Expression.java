package dev.composeraudit.policy;

import dev.composeraudit.subject.Place;
import dev.composeraudit.subject.SourceFile;
import java.util.List;

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
    String first = file.line(place.line());
    int start = place.column() - 1;
    char style = start < first.length() ? first.charAt(start) : ' ';
    return switch (style) {
      case '|' -> inLiteralBlock(line, column);
      case '>' -> inFoldedBlock(line, column);
      case '"', '\'' -> new Place(place.line(), place.column() + 1 + column, place.path());
      default -> line == 1 ? new Place(place.line(), place.column() + column, place.path()) : place;
    };
  }

  private Place inLiteralBlock(int line, int column) {
    int fileLine = place.line() + line;
    return new Place(fileLine, indent(file.line(fileLine)) + column + 1, place.path());
  }

  /** In a folded block each line of the file became a word of the one line of the expression. */
  private Place inFoldedBlock(int line, int column) {
    int offset = column + text.lines().limit(line - 1L).mapToInt(l -> l.length() + 1).sum();
    List<String> lines = file.text().lines().skip(place.line()).toList();
    for (int i = 0; i < lines.size(); i++) {
      int indent = indent(lines.get(i));
      int length = lines.get(i).length() - indent;
      if (offset <= length) {
        return new Place(place.line() + 1 + i, indent + offset + 1, place.path());
      }
      offset -= length + 1;
    }
    return place;
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }
}

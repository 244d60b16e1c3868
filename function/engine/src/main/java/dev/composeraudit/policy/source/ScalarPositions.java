package dev.composeraudit.policy.source;

import dev.composeraudit.document.Position;
import dev.composeraudit.document.SourceFile;
import java.util.List;

/** Finds the characters of a YAML scalar in its file, so that a caret can be printed under them. */
final class ScalarPositions {
  private final List<String> lines;
  private final Position start;
  private int line;
  private int column;

  private ScalarPositions(SourceFile file, Position start) {
    this.lines = file.text().lines().toList();
    this.start = start;
    this.line = start.line() - 1;
    this.column = start.column() - 1;
  }

  /**
   * Where a character of the scalar's value is.
   *
   * @param start where the scalar begins: its quote, the sign of its block, or its first character
   * @param offset of the character, from the beginning of the value
   */
  public static Position locate(SourceFile file, Position start, int offset) {
    ScalarPositions places = new ScalarPositions(file, start);
    return switch (places.at(0)) {
      case '|' -> places.inBlock(offset, false);
      case '>' -> places.inBlock(offset, true);
      default -> places.inFlow(offset);
    };
  }

  private Position here() {
    return new Position(line + 1, column + 1, start.path());
  }

  /** A block's lines are its value's, but for the indent, and folding joins them. */
  private Position inBlock(int offset, boolean folded) {
    int indent =
        lines.stream()
            .skip(start.line())
            .filter(text -> !text.isBlank())
            .findFirst()
            .map(text -> text.length() - text.stripLeading().length())
            .orElse(0);
    int left = offset;
    for (line = start.line(); line < lines.size(); line++) {
      int length = Math.max(0, lines.get(line).length() - indent);
      if (left <= length) {
        column = indent + left;
        return here();
      }
      // Before empty lines a folded break is dropped; they are the breaks then.
      boolean dropped = folded && !isBlank(line) && isBlank(line + 1);
      left -= length + (dropped ? 0 : 1);
    }
    return start;
  }

  private Position inFlow(int offset) {
    char quote = at(0);
    boolean quoted = quote == '"' || quote == '\'';
    column += quoted ? 1 : 0;
    for (int left = offset; left > 0; left--) {
      if (line >= lines.size()) {
        return start;
      }
      if (lines.get(line).substring(Math.min(column, length())).isBlank()) {
        left -= nextLine();
      } else {
        column += quoted ? width(quote) : 1;
      }
    }
    if (line < lines.size() && column >= length() && line + 1 < lines.size()) {
      nextLine();
    }
    return here();
  }

  /**
   * Goes to where the value goes on; returns how many breaks there are in the value beside the one
   * that it was called for.
   */
  private int nextLine() {
    int blank = 0;
    line++;
    while (isBlank(line)) {
      line++;
      blank++;
    }
    column = line < lines.size() ? length() - lines.get(line).stripLeading().length() : 0;
    return Math.max(0, blank - 1);
  }

  /** How many characters of the file make the value's next one. */
  private int width(char quote) {
    if (quote == '\'') {
      return at(0) == '\'' ? 2 : 1;
    }
    if (at(0) != '\\') {
      return 1;
    }
    return switch (at(1)) {
      case 'x' -> 4;
      case 'u' -> 6;
      case 'U' -> 10;
      default -> 2;
    };
  }

  private char at(int ahead) {
    int index = column + ahead;
    return line < lines.size() && index < length() ? lines.get(line).charAt(index) : ' ';
  }

  private int length() {
    return lines.get(line).length();
  }

  private boolean isBlank(int number) {
    return number < lines.size() && lines.get(number).isBlank();
  }
}

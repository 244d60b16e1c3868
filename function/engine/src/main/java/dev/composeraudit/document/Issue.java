package dev.composeraudit.document;

/**
 * One error in a document of ours.
 *
 * @param code stable, for tests and searches: {@code unknown-key}, {@code duplicate-key}, …
 * @param message one line that says what is wrong and what would be right
 */
public record Issue(String code, SourceFile file, Position place, String message) {
  public Issue {
    // What others say of a text may repeat any of it.
    message = Excerpt.line(message);
  }

  /** {@code file:line:column: message [code]}, and below it the line with a caret. */
  public String render() {
    String head =
        "%s:%d:%d: %s [%s]".formatted(file.path(), place.line(), place.column(), message, code);
    String line = file.line(place.line());
    if (place.line() == 0 || line.isBlank() || line.length() > 500) {
      return head;
    }
    return head
        + "\n  | "
        + shown(line)
        + "\n  | "
        + " ".repeat(Math.max(0, place.column() - 1))
        + "^";
  }

  /** The line as a terminal may see it, column for column. */
  private static String shown(String line) {
    return line.replace('\t', ' ').replaceAll("[\\p{Cc}\\p{Cf}]", "\uFFFD");
  }
}

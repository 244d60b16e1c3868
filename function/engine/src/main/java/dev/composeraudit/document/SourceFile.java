package dev.composeraudit.document;

/**
 * A text, and the name people know it by.
 *
 * @param path shown in messages, as it was given; relative paths stay relative
 */
public record SourceFile(String path, String text) {
  /** The one-based line of the text, without its end; blank if there is no such line. */
  public String line(int number) {
    return text.lines().skip(Math.max(0, number - 1)).findFirst().orElse("");
  }
}

package dev.composeraudit.cli.format;

/**
 * What the user asks for by {@code --format NAME[=FILE]}.
 *
 * @param file where to write to; {@code -} is standard output
 */
public record FormatRequest(String format, String file) {
  private static final String STANDARD_OUTPUT = "-";

  /**
   * Reads {@code NAME} or {@code NAME=FILE}.
   *
   * @throws IllegalArgumentException if the name or the file is empty, with one line for the user
   */
  public static FormatRequest parse(String text) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    String file = equals < 0 ? STANDARD_OUTPUT : text.substring(equals + 1);
    if (name.isEmpty() || file.isEmpty()) {
      throw new IllegalArgumentException("write NAME or NAME=FILE, not \"%s\"".formatted(text));
    }
    return new FormatRequest(name, file);
  }

  boolean isStandardOutput() {
    return file.equals(STANDARD_OUTPUT);
  }
}

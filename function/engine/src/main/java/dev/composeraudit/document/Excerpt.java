package dev.composeraudit.document;

/** Foreign text made fit for a message: one line, no control characters, not long. */
public final class Excerpt {
  private static final int LIMIT = 200;

  private Excerpt() {}

  /** The text in quotes, control and direction characters replaced, cut after 200 characters. */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder("\"");
    text.codePoints().limit(LIMIT).forEach(c -> append(shown, c));
    return shown.append(text.length() > LIMIT ? "…\"" : "\"").toString();
  }

  /** The whole text, control and direction characters replaced. */
  public static String line(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().forEach(c -> append(shown, c));
    return shown.toString();
  }

  private static void append(StringBuilder shown, int codePoint) {
    shown.appendCodePoint(isShown(codePoint) ? codePoint : 0xFFFD);
  }

  private static boolean isShown(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}

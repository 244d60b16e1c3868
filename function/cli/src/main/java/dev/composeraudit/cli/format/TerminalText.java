package dev.composeraudit.cli.format;

/** Text from documents, so that it cannot move a terminal's cursor or change its colours. */
public final class TerminalText {
  private TerminalText() {}

  public static String of(String text) {
    return text.replaceAll("\\p{Cntrl}|[\\u2028-\\u202e\\u2066-\\u2069]", "\uFFFD");
  }
}

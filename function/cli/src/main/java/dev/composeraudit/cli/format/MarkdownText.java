package dev.composeraudit.cli.format;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text of others in Markdown, so that it is shown and does nothing. */
final class MarkdownText {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_{}\\[\\]#|~!]");
  private static final Pattern BACKTICKS = Pattern.compile("`+");

  /** Controls, and what turns the direction of writing. */
  private static final String UNSEEN = "\\p{Cntrl}\\u2028-\\u202e\\u2066-\\u2069";

  private MarkdownText() {}

  /** As running text, in one line. Names after an at sign are not notified. */
  static String of(String text) {
    return html(
        SPECIAL
            .matcher(oneLine(text))
            .replaceAll(special -> Matcher.quoteReplacement("\\" + special.group())));
  }

  /** As text between tags of HTML, in one line, where Markdown has no meaning. */
  static String html(String text) {
    return oneLine(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replaceAll("(?<!\\w)@", "@\u200B")
        .replaceAll("(?i)\\b(https?|www)(:|\\.)", "$1\u200B$2");
  }

  /** As code within a line; in a cell of a table, too. */
  static String code(String text) {
    String oneLine = oneLine(text).replace("|", "\u2223");
    String fence = fence(oneLine, 1);
    String space = oneLine.startsWith("`") || oneLine.endsWith("`") ? " " : "";
    return fence + space + oneLine + space + fence;
  }

  /** As a block of code. */
  static String block(String text) {
    String shown = text.stripTrailing().replaceAll("[" + UNSEEN + "&&[^\\n]]", "\uFFFD");
    String fence = fence(shown, 3);
    return fence + "\n" + shown + "\n" + fence;
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ").replaceAll("[" + UNSEEN + "]", "\uFFFD");
  }

  /** Longer than any run of backticks in the text. */
  private static String fence(String text, int least) {
    int longest =
        BACKTICKS.matcher(text).results().mapToInt(run -> run.end() - run.start()).max().orElse(0);
    return "`".repeat(Math.max(least, longest + 1));
  }
}

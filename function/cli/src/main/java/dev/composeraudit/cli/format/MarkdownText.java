package dev.composeraudit.cli.format;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text of others in Markdown, so that it is shown and does nothing. */
public final class MarkdownText {
  /** What a comment may have: GitHub refuses those over 65,536 characters. */
  public static final int LIMIT = 60_000;

  /** Room for the sentence that says how many were left out. */
  private static final int REST = 200;

  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_{}\\[\\]#|~!]");
  private static final Pattern BACKTICKS = Pattern.compile("`+");

  /** Controls, and what turns the direction of writing. */
  private static final String UNSEEN = "\\p{Cntrl}\\u2028-\\u202e\\u2066-\\u2069";

  private MarkdownText() {}

  /** As running text, in one line. Names after an at sign are not notified. */
  public static String of(String text) {
    return html(
        SPECIAL
            .matcher(oneLine(text))
            .replaceAll(special -> Matcher.quoteReplacement("\\" + special.group())));
  }

  /** As text between tags of HTML, in one line, where Markdown has no meaning. */
  public static String html(String text) {
    return oneLine(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replaceAll("(?<!\\w)@", "@\u200B")
        .replaceAll("(?i)\\b(https?|www)(:|\\.)", "$1\u200B$2");
  }

  /** As code within a line; in a cell of a table, too. */
  public static String code(String text) {
    String oneLine = oneLine(text).replace("|", "\u2223");
    String fence = fence(oneLine, 1);
    String space = oneLine.startsWith("`") || oneLine.endsWith("`") ? " " : "";
    return fence + space + oneLine + space + fence;
  }

  /** As a block of code. */
  public static String block(String text) {
    String shown = text.stripTrailing().replaceAll("[" + UNSEEN + "&&[^\\n]]", "\uFFFD");
    String fence = fence(shown, 3);
    return fence + "\n" + shown + "\n" + fence;
  }

  /**
   * Adds as many items as fit, and says how many do not.
   *
   * @param limit how long the whole text may become
   * @param what the items are, for the sentence about those left out
   */
  public static void addAsFits(StringBuilder text, List<String> items, int limit, String what) {
    int added = 0;
    for (String item : items) {
      if (text.length() + item.length() > limit - REST) {
        break;
      }
      text.append(item);
      added++;
    }
    if (added < items.size()) {
      text.append(String.format(Locale.ENGLISH, "\n… %,d more %s\n", items.size() - added, what));
    }
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

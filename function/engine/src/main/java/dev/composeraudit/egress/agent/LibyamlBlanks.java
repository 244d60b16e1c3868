package dev.composeraudit.egress.agent;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tabs that are blanks to libyaml and not to SnakeYAML: between brackets, behind a token of a line
 * and behind plain text.
 */
final class LibyamlBlanks {
  // Where there are only these before it, each apart, a tab is no blank to libyaml either.
  private static final Pattern INDICATORS = Pattern.compile("[-?: \\t]*");
  private static final Pattern ADJACENT = Pattern.compile("[-?:]{2}");
  private static final String BREAKS = "\n\r\u0085\u2028\u2029";

  private LibyamlBlanks() {}

  /** The text with the tabs around a place written as spaces; empty if libyaml stops there too. */
  static Optional<String> withoutTabs(String text, int at) {
    int start = at;
    while (start > 0 && isBlank(text.charAt(start - 1))) {
      start--;
    }
    int end = at;
    while (end < text.length() && isBlank(text.charAt(end))) {
      end++;
    }
    int tab = text.indexOf('\t', start);
    if (tab < 0 || tab >= end || !mayFollow(text.substring(0, tab))) {
      return Optional.empty();
    }
    return Optional.of(text.substring(0, start) + " ".repeat(end - start) + text.substring(end));
  }

  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t';
  }

  /** Whether a tab may follow. */
  private static boolean mayFollow(String before) {
    int line = before.length();
    while (line > 0 && BREAKS.indexOf(before.charAt(line - 1)) < 0) {
      line--;
    }
    String sameLine = before.substring(line);
    if (!INDICATORS.matcher(sameLine).matches() || ADJACENT.matcher(sameLine).find()) {
      return true;
    }
    Standpoint here = Standpoint.behind(before);
    if (sameLine.isBlank() && here.behindPlainText()) {
      return before.codePointCount(line, before.length()) > here.indentation();
    }
    return here.inBrackets();
  }
}

package dev.composeraudit.egress;

import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.scanner.ScannerException;

/**
 * Blanks that libyaml takes and SnakeYAML does not: a tab behind a token of a line, and none before
 * the comment of a block scalar's header. What SnakeYAML stops at is written in its own way, and
 * read again.
 */
final class LibyamlBlanks {
  // Where there are only these before it, each apart, a tab is no blank to libyaml either.
  private static final Pattern INDICATORS = Pattern.compile("[-?: \\t]*");
  private static final Pattern ADJACENT = Pattern.compile("[-?:]{2}");
  private static final Pattern LINES =
      Pattern.compile(".*[\\n\\r\\x85\\u2028\\u2029]", Pattern.DOTALL);

  private LibyamlBlanks() {}

  /**
   * The text with the blank that SnakeYAML stopped at; empty if libyaml stops there too.
   *
   * @throws AgentRefusal if libyaml may stop there or not
   */
  static Optional<String> repaired(String text, ScannerException stop) throws AgentRefusal {
    int at = text.offsetByCodePoints(0, stop.getProblemMark().getIndex());
    if (at == text.length()) {
      return Optional.empty();
    }
    String before = text.substring(0, at);
    if (text.charAt(at) == '#' && "while scanning a block scalar".equals(stop.getContext())) {
      return Optional.of(before + " " + text.substring(at));
    }
    if (text.charAt(at) != '\t' || !isBlank(before)) {
      return Optional.empty();
    }
    int end = at;
    while (end < text.length() && text.charAt(end) == '\t') {
      end++;
    }
    return Optional.of(before + " ".repeat(end - at) + text.substring(end));
  }

  private static boolean isBlank(String before) throws AgentRefusal {
    String line = LINES.matcher(before).replaceFirst("");
    if (!line.isEmpty() && line.isBlank()) {
      throw AgentRefusal.unforeseeable("a tab among the spaces that begin a line");
    }
    return !INDICATORS.matcher(line).matches() || ADJACENT.matcher(line).find();
  }
}

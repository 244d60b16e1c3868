package dev.composeraudit.egress.agent;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.scanner.ScannerException;

/**
 * Spells for SnakeYAML what it would stop at, or read otherwise than libyaml does. Each repair
 * mends one place, whereupon the text is read anew.
 */
final class LibyamlSpelling {
  private static final String LINE_ENDS = "\n\r\u0085\u2028\u2029";
  private static final String BYTE_ORDER_MARK = "\ufeff";
  // A colon that belongs to a plain text, for private use.
  private static final char COLON = '\ue03a';
  private static final String TAG_SIGNS = "_;/?:@&=+$,.!~*'()[]-";
  private static final Pattern TAG_ESCAPE = Pattern.compile("%[0-7][0-9a-fA-F]");
  private static final Pattern HANDLE = Pattern.compile("[\\w-]*");
  // Libyaml ends the name of an anchor before a question mark, even where no blank stands.
  private static final Pattern QUESTIONED = Pattern.compile("[&*][0-9A-Za-z_-]+(?=\\?)");
  private static final Pattern SHIFTED_LINE =
      Pattern.compile("(\\r\\n|[\\n\\r\\x85\\u2028\\u2029])(?! |\\z)");

  private static final Pattern NO_KEYS = Pattern.compile("\\{[ \t]*}");
  private static final Pattern QUESTIONED_KEYS = Pattern.compile("\\{[ \t]*\\?");

  private static final Pattern BRACED_LINE =
      Pattern.compile("[ \t]*+(?:---[ \t]++)?(?:[&!]\\S*+[ \t]++){0,2}\\{[ \t]*+[?}]");

  private LibyamlSpelling() {}

  /**
   * The text with its byte order marks as SnakeYAML takes them. Libyaml takes a second one for a
   * blank, and while it has that in sight the first letter of each further line too.
   */
  static String of(String text) throws RejectedConfigException {
    if (text.indexOf(COLON) >= 0) {
      throw RejectedConfigException.unforeseeable("a letter for private use, U+E03A");
    }
    String marked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    if (!marked.startsWith(BYTE_ORDER_MARK)) {
      return marked;
    }
    if (SHIFTED_LINE.matcher(marked).find()) {
      throw RejectedConfigException.unforeseeable(
          "behind two byte order marks, lines lose letters");
    }
    return " " + marked.substring(1);
  }

  /** The text with what SnakeYAML stopped at rewritten; empty if libyaml stops there too. */
  static Optional<String> repaired(String text, ScannerException stop) {
    String context = String.valueOf(stop.getContext());
    int at = offset(text, stop.getProblemMark().getIndex());
    if (context.equals("while scanning a tag")) {
      return repairedTag(text, offset(text, stop.getContextMark().getIndex()))
          .or(() -> at == text.length() ? Optional.empty() : LibyamlBlanks.withoutTabs(text, at));
    }
    if (context.equals("while scanning an anchor") || context.equals("while scanning an alias")) {
      return repairedName(text, offset(text, stop.getContextMark().getIndex()));
    }
    if (at == text.length()) {
      return Optional.empty();
    }
    if (text.charAt(at) == '#'
        && (context.equals("while scanning a block scalar") || isBehindVersion(stop))) {
      return Optional.of(replaced(text, at, at, " "));
    }
    if (context.equals("while scanning a double-quoted scalar")) {
      if (text.startsWith("\\'", at - 1)) {
        return Optional.of(replaced(text, at - 1, at, ""));
      }
      if (text.startsWith("\\\t", at - 1)) {
        return Optional.of(replaced(text, at, at + 1, "t"));
      }
    }
    return LibyamlBlanks.withoutTabs(text, at);
  }

  /** Libyaml takes a comment there without a blank before it. */
  private static boolean isBehindVersion(ScannerException stop) {
    return String.valueOf(stop.getProblem()).startsWith("expected a digit or ' '");
  }

  /**
   * Whether SnakeYAML stopped in a line that begins with braces which Go's libyaml may not see to
   * be a key: unlike SnakeYAML it has no need to look at what follows them.
   */
  static boolean isBehindBraces(String text, ScannerException stop) {
    Mark mark = stop.getContextMark() == null ? stop.getProblemMark() : stop.getContextMark();
    int line = offset(text, mark.getIndex());
    while (line > 0 && LINE_ENDS.indexOf(text.charAt(line - 1)) < 0) {
      line--;
    }
    return BRACED_LINE.matcher(text).region(line, text.length()).lookingAt();
  }

  /**
   * A tag without a handle in which a further ! stands: SnakeYAML takes that for a handle's end. It
   * names nothing that libyaml knows, so that any other of its length will do.
   */
  private static Optional<String> repairedTag(String text, int start) {
    int end = start + 1;
    int mark = -1;
    for (int length = 1; length > 0; end += length) {
      length = tagLetter(text, end);
      if (length > 0 && mark < 0 && text.charAt(end) == '!') {
        mark = end;
      }
    }
    boolean ends = end == text.length() || isBlankOrFeed(text.charAt(end));
    if (!ends || mark < 0 || HANDLE.matcher(text).region(start + 1, mark).matches()) {
      return Optional.empty();
    }
    return Optional.of(replaced(text, start + 1, end, "x".repeat(end - start - 1)));
  }

  /** How many characters at a place are a letter of a tag's; none, one, or three of an escape. */
  private static int tagLetter(String text, int at) {
    if (at == text.length()) {
      return 0;
    }
    char letter = text.charAt(at);
    if ((letter < 128 && Character.isLetterOrDigit(letter)) || TAG_SIGNS.indexOf(letter) >= 0) {
      return 1;
    }
    return TAG_ESCAPE.matcher(text).region(at, text.length()).lookingAt() ? 3 : 0;
  }

  private static boolean isBlankOrFeed(char character) {
    return LibyamlRefusals.isBlank(character) || character == '\u000b' || character == '\f';
  }

  private static Optional<String> repairedName(String text, int start) {
    Matcher name = QUESTIONED.matcher(text).region(start, text.length());
    return name.useTransparentBounds(true).lookingAt()
        ? Optional.of(replaced(text, name.end(), name.end(), " "))
        : Optional.empty();
  }

  /**
   * Checks the name of an anchor or alias that SnakeYAML has read.
   *
   * @param start where its indicator stands
   */
  static void checkName(int[] text, int start) {
    int end = start + 1;
    while (end < text.length && isNameLetter(text[end])) {
      end++;
    }
    if (end > start + 1 && end < text.length && text[end] == '?') {
      throw spelling(text, end, end, " ");
    }
  }

  private static boolean isNameLetter(int character) {
    return character < 128
        && (Character.isLetterOrDigit(character) || "-_".indexOf(character) >= 0);
  }

  /**
   * Checks what stands behind a plain scalar: tabs on further lines, a colon before the end of a
   * bracket, and three dashes, all of which SnakeYAML takes for no part of it.
   *
   * @param end where the scalar ends
   * @param flow whether it stands between brackets
   * @param indentation the column of the innermost collection in block style; -1 if there is none
   */
  static void checkBehind(int[] text, int end, boolean flow, int indentation) {
    int next = end;
    int line = -1;
    int tab = -1;
    while (next < text.length && LibyamlRefusals.isBlank(text[next])) {
      if (text[next] == '\t') {
        tab = line < 0 ? -1 : next;
      } else if (text[next] != ' ') {
        line = next + 1;
        tab = -1;
      }
      next++;
    }
    if (tab >= 0) {
      throw spelling(text, line, next, " ".repeat(next - line));
    }
    if (flow && startsWith(text, next, ":") && isOneOf(text, next + 1, ",]}")) {
      throw spelling(text, next, next + 1, String.valueOf(COLON));
    }
    boolean open = flow || indentation < 0;
    if (open && next == line && startsWith(text, next, "---") && !isBlankOrEnd(text, next + 3)) {
      throw spelling(text, next, next, " ");
    }
  }

  /** Whether behind a place there are tabs on further lines, before anything else. */
  static boolean hasTabBehind(int[] text, int end) {
    boolean further = false;
    for (int at = end; at < text.length && LibyamlRefusals.isBlank(text[at]); at++) {
      if (text[at] == '\t' && further) {
        return true;
      }
      further |= text[at] != ' ' && text[at] != '\t';
    }
    return false;
  }

  /**
   * Checks the first key of a text that is a mapping. Go's libyaml does not see that braces which
   * begin a text are a key if no key in them is written without a question mark: it takes them for
   * the whole text, and looks at one token more.
   */
  static void checkRoot(int[] text, int start, int end) throws RejectedConfigException {
    String key = new String(text, start, end - start);
    if (QUESTIONED_KEYS.matcher(key).lookingAt()) {
      throw RejectedConfigException.unforeseeable("braces as a key");
    }
    if (NO_KEYS.matcher(key).matches()) {
      if (!isOneOf(text, end, ":") && !isNameLetter(text[end])) {
        throw RejectedConfigException.unforeseeable("braces as a key");
      }
      throw spelling(text, end, text.length, "");
    }
  }

  /** A scalar's text as libyaml reads it. */
  static String read(String spelt) {
    return spelt.replace(COLON, ':');
  }

  private static boolean startsWith(int[] text, int at, String what) {
    return text.length - at >= what.length() && what.equals(new String(text, at, what.length()));
  }

  private static boolean isOneOf(int[] text, int at, String characters) {
    return at < text.length && characters.indexOf(text[at]) >= 0;
  }

  private static boolean isBlankOrEnd(int[] text, int at) {
    return at >= text.length || LibyamlRefusals.isBlank(text[at]);
  }

  private static OtherSpelling spelling(int[] text, int start, int end, String by) {
    return new OtherSpelling(
        new String(text, 0, start) + by + new String(text, end, text.length - end));
  }

  private static int offset(String text, int index) {
    return text.offsetByCodePoints(0, index);
  }

  private static String replaced(String text, int start, int end, String by) {
    return text.substring(0, start) + by + text.substring(end);
  }
}

package dev.composeraudit.egress.agent;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.events.ScalarEvent;

/** Scalars that SnakeYAML takes and libyaml does not. */
final class LibyamlRefusals {
  // Surrogates are no characters to it, not even in pairs.
  private static final Pattern SURROGATE = Pattern.compile("\\\\(u|U0000)[dD][89a-fA-F]");
  // While the indentation of a block scalar is not known yet, a tab may not stand in it.
  private static final Pattern TAB =
      Pattern.compile("[^\\n\\r]*[|>][-+]?[ \\t]*(#[^\\n\\r]*)?[\\r\\n\\x85][ \\r\\n\\x85]*\\t");

  private LibyamlRefusals() {}

  /**
   * Checks a scalar.
   *
   * @param source its text with all that belongs to it
   */
  static void check(ScalarEvent scalar, String source) throws RejectedConfigException {
    if (scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED && hasSurrogate(scalar, source)) {
      throw new RejectedConfigException("not YAML: an escape that is no character");
    }
    boolean isBlock =
        scalar.getScalarStyle() == ScalarStyle.LITERAL
            || scalar.getScalarStyle() == ScalarStyle.FOLDED;
    if (isBlock && TAB.matcher(source).lookingAt()) {
      throw new RejectedConfigException("not YAML: a tab where spaces tell the indentation");
    }
  }

  private static boolean hasSurrogate(ScalarEvent scalar, String source) {
    return scalar.getValue().chars().anyMatch(c -> Character.isSurrogate((char) c))
        && SURROGATE.matcher(source).find();
  }

  /**
   * Checks what follows a plain scalar: on the next lines no tab may stand where the text around is
   * indented.
   */
  static void checkBehind(int[] text, int end, int indentation) throws RejectedConfigException {
    int column = Integer.MAX_VALUE;
    for (int at = end; at < text.length && isBlank(text[at]); at++) {
      if (text[at] == '\t' && column <= indentation) {
        throw new RejectedConfigException("not YAML: a tab where spaces tell the indentation");
      }
      if (text[at] != ' ' && text[at] != '\t') {
        column = 0;
      } else if (column != Integer.MAX_VALUE) {
        column++;
      }
    }
  }

  /**
   * Checks what stands between a key and its value, neither included: only a colon makes the one
   * the key of the other.
   */
  static void checkBetween(int[] text, int keyEnd, int valueStart) throws RejectedConfigException {
    boolean comment = false;
    for (int at = keyEnd; at < valueStart; at++) {
      comment = (comment || text[at] == '#') && text[at] != '\n' && text[at] != '\r';
      if (!comment && text[at] == ':') {
        return;
      }
    }
    throw new RejectedConfigException("not YAML: a colon is missing after a key");
  }

  static boolean isBlank(int character) {
    return " \t\n\r\u0085\u2028\u2029".indexOf(character) >= 0;
  }

  /** Checks a plain scalar between brackets: there too a colon ends it only before a blank. */
  static void checkFlow(int[] text, ScalarEvent scalar) throws RejectedConfigException {
    int end = scalar.getEndMark().getIndex();
    while (end < text.length && isBlank(text[end])) {
      end++;
    }
    boolean colon = end + 1 < text.length && text[end] == ':';
    if (colon && (text[end + 1] == '[' || text[end + 1] == '{')) {
      throw new RejectedConfigException("not YAML: a blank is missing after a colon");
    }
  }
}

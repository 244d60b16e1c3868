package dev.composeraudit.policy.remedy;

import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Foreign text made safe to be pasted: it stays one word or one string, whatever is in it. */
final class Quoted {
  private static final Pattern SHELL_WORD = Pattern.compile("[A-Za-z0-9_./:@%+,=-]+");
  private static final Pattern YAML_PLAIN =
      Pattern.compile("[a-z][a-z0-9.-]*|[0-9][0-9a-f.:]*/[0-9]+");
  private static final Set<String> YAML_WORDS =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

  private Quoted() {}

  /** One word of a POSIX shell; of bash, ksh or zsh if there are control characters in it. */
  public static String shell(String text) {
    if (SHELL_WORD.matcher(text).matches()) {
      return text;
    }
    if (text.chars().noneMatch(Character::isISOControl)) {
      return "'" + text.replace("'", "'\\''") + "'";
    }
    StringBuilder quoted = new StringBuilder("$'");
    text.chars()
        .forEach(
            c -> {
              if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
                quoted.append("\\u%04x".formatted(c));
              } else if (c == '\'' || c == '\\') {
                quoted.append('\\').append((char) c);
              } else {
                quoted.append((char) c);
              }
            });
    return quoted.append('\'').toString();
  }

  /**
   * The values of one list flag of gcloud, not yet quoted for the shell: with a separator of its
   * own where a value holds a comma.
   */
  public static String flagValues(List<String> values) {
    String joined = String.join(",", values);
    boolean plain =
        values.stream().noneMatch(value -> value.contains(",")) && !joined.startsWith("^");
    if (plain) {
      return joined;
    }
    String separator = ";";
    while (joined.contains(separator)) {
      separator += ";";
    }
    return "^" + separator + "^" + String.join(separator, values);
  }

  /** A scalar of YAML. */
  public static String yaml(String text) {
    boolean plain = YAML_PLAIN.matcher(text).matches() && !YAML_WORDS.contains(text);
    return plain ? text : new JsonPrimitive(text).toString();
  }
}

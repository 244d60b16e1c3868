package dev.composeraudit.policy.remedy;

import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Foreign text made safe to be pasted: it stays one word or one string, whatever is in it. */
public final class Quoted {
  private static final Pattern SHELL_WORD = Pattern.compile("[A-Za-z0-9_./:@%+,=-]+");

  /** What printf and every shell leave as it is, anywhere between single quotes. */
  private static final String PRINTF_PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ._/:@,=+";

  private static final Pattern MARKS = Pattern.compile("\\p{Cf}");
  private static final Pattern YAML_PLAIN =
      Pattern.compile("[a-z][a-z0-9.-]*|[0-9][0-9a-f.:]*/[0-9]+");
  private static final Set<String> YAML_WORDS =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

  private Quoted() {}

  /**
   * One word of any POSIX shell. Characters that a terminal does not show as themselves are written
   * by number, through {@code printf}; line ends at the end of the text are lost then.
   */
  public static String shell(String text) {
    if (SHELL_WORD.matcher(text).matches()) {
      return text;
    }
    if (text.codePoints().noneMatch(Quoted::isHidden)) {
      return "'" + text.replace("'", "'\\''") + "'";
    }
    StringBuilder octal = new StringBuilder("\"$(printf '");
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = PRINTF_PLAIN.indexOf(each) >= 0;
      octal.append(plain ? String.valueOf((char) each) : "\\%03o".formatted(each & 0xff));
    }
    return octal.append("')\"").toString();
  }

  /** Whether a terminal shows nothing for it, or something else: controls, marks of direction. */
  private static boolean isHidden(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
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
    if (plain) {
      return text;
    }
    StringBuilder quoted = new StringBuilder();
    new JsonPrimitive(text)
        .toString()
        .chars()
        .forEach(c -> quoted.append(isHidden(c) ? "\\u%04x".formatted(c) : (char) c));
    return quoted.toString();
  }

  /** A JSON document in which marks of direction and the like are written by number. */
  static String json(String document) {
    return MARKS
        .matcher(document)
        .replaceAll(
            mark ->
                mark.group()
                    .chars()
                    .mapToObj("\\\\u%04x"::formatted)
                    .collect(Collectors.joining()));
  }
}

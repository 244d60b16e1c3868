package dev.composeraudit.egress;

import dev.composeraudit.subject.Excerpt;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code go.yaml.in/yaml/v2} takes a scalar for, by YAML 1.1 as it understands it. Source:
 * resolve.go and decode.go there.
 */
sealed interface GoScalar {
  record Nothing() implements GoScalar {}

  record Bool(boolean value) implements GoScalar {}

  /** An integer of 64 bits, signed or not. */
  record Int(BigInteger value) implements GoScalar {}

  record Real(double value) implements GoScalar {}

  record Text(String value) implements GoScalar {}

  String TAGS = "tag:yaml.org,2002:";
  Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  Map<String, Double> SPECIAL =
      Map.ofEntries(
          Map.entry(".nan", Double.NaN),
          Map.entry(".NaN", Double.NaN),
          Map.entry(".NAN", Double.NaN),
          Map.entry(".inf", Double.POSITIVE_INFINITY),
          Map.entry(".Inf", Double.POSITIVE_INFINITY),
          Map.entry(".INF", Double.POSITIVE_INFINITY),
          Map.entry("+.inf", Double.POSITIVE_INFINITY),
          Map.entry("+.Inf", Double.POSITIVE_INFINITY),
          Map.entry("+.INF", Double.POSITIVE_INFINITY),
          Map.entry("-.inf", Double.NEGATIVE_INFINITY),
          Map.entry("-.Inf", Double.NEGATIVE_INFINITY),
          Map.entry("-.INF", Double.NEGATIVE_INFINITY));
  Pattern INTEGER =
      Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");
  int[] RADIX = {16, 2, 8, 10};
  Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  // Beyond this a number is only a way to keep a reader busy.
  int NUMBER_LENGTH = 400;

  /** Reads a scalar with its tag. */
  static GoScalar of(YamlNode.Scalar scalar) throws AgentRefusal {
    String tag = scalar.tag();
    if (tag.isEmpty()) {
      return scalar.plain() ? plain(scalar.text()) : new Text(scalar.text());
    }
    if (!tag.startsWith(TAGS)) {
      return new Text(scalar.text());
    }
    GoScalar resolved = plain(scalar.text());
    boolean fits =
        switch (tag.substring(TAGS.length())) {
          case "bool" -> resolved instanceof Bool;
          case "int" -> resolved instanceof Int;
          case "float" -> resolved instanceof Real || resolved instanceof Int;
          case "null" -> resolved instanceof Nothing;
          case "timestamp", "binary" ->
              throw AgentRefusal.unforeseeable("the tag " + Excerpt.of(tag) + " is not foretold");
          default -> {
            resolved = new Text(scalar.text());
            yield true;
          }
        };
    if (!fits) {
      throw new AgentRefusal(
          "cannot decode " + Excerpt.of(scalar.text()) + " as " + Excerpt.of(tag));
    }
    return resolved;
  }

  private static GoScalar plain(String text) throws AgentRefusal {
    if (NULL.contains(text)) {
      return new Nothing();
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return new Bool(TRUE.contains(text));
    }
    Double special = SPECIAL.get(text);
    if (special != null) {
      return new Real(special);
    }
    char first = text.charAt(0);
    boolean numeric = (first >= '0' && first <= '9') || first == '-' || first == '+';
    if (!numeric && first != '.') {
      return new Text(text);
    }
    String digits = numeric ? text.replace("_", "") : text;
    GoScalar number = number(digits);
    return number == null ? new Text(text) : number;
  }

  private static @Nullable GoScalar number(String text) throws AgentRefusal {
    if (text.length() > NUMBER_LENGTH) {
      throw AgentRefusal.unforeseeable("a number of more than " + NUMBER_LENGTH + " digits");
    }
    BigInteger integer = integer(text);
    if (integer != null) {
      return new Int(integer);
    }
    if (FLOAT.matcher(text).matches()) {
      double value = Double.parseDouble(text);
      return Double.isInfinite(value) ? null : new Real(value);
    }
    return null;
  }

  /**
   * As {@code strconv.ParseInt} and then {@code ParseUint} with base 0; null if neither reads it.
   */
  private static @Nullable BigInteger integer(String text) {
    Matcher matcher = INTEGER.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    for (int i = 0; i < RADIX.length; i++) {
      String digits = matcher.group(2 + i);
      if (digits != null) {
        BigInteger value = new BigInteger(matcher.group(1).replace("+", "") + digits, RADIX[i]);
        boolean fits =
            matcher.group(1).isEmpty() ? value.bitLength() <= 64 : value.bitLength() <= 63;
        return fits ? value : null;
      }
    }
    return null;
  }

  /** The number in JSON; refused if JSON has none for it. */
  static GoValue.Numeral json(double value) throws AgentRefusal {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new AgentRefusal("JSON has no number " + value);
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-6 || size >= 1e21)) {
      return new GoValue.Numeral(Double.toString(value));
    }
    String text = new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    return new GoValue.Numeral(text);
  }
}

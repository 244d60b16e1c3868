package dev.composeraudit.egress.agent;

import dev.composeraudit.document.Excerpt;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells what {@code go.yaml.in/yaml/v2} takes a scalar for: YAML 1.1, as it understands that.
 * Source: resolve.go and decode.go there.
 */
final class ScalarResolver {
  /** What the short form {@code !!} stands for. */
  static final String TAGS = "tag:yaml.org,2002:";

  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Pattern NOT_A_NUMBER = Pattern.compile("\\.(nan|NaN|NAN)");
  private static final Pattern INFINITY = Pattern.compile("[-+]?\\.(inf|Inf|INF)");
  private static final Pattern INTEGER =
      Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");
  // Of the groups of INTEGER, from the second.
  private static final List<Integer> RADIX = List.of(16, 2, 8, 10);
  private static final Pattern REAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern SEPARATOR = Pattern.compile("(?<=[0-9])_(?=[0-9])");
  // Beyond this a number is only a way to keep a reader busy.
  private static final int NUMBER_LENGTH = 400;

  private ScalarResolver() {}

  static GoScalar resolve(YamlNode.Scalar scalar) throws RejectedConfigException {
    String tag = scalar.tag();
    if (tag.isEmpty()) {
      return scalar.plain() ? plain(scalar.text()) : new GoScalar.Text(scalar.text());
    }
    return switch (tag.startsWith(TAGS) ? tag.substring(TAGS.length()) : "") {
      case "bool", "int", "float", "null" -> tagged(tag, scalar.text());
      case "binary" -> new GoScalar.Text(decoded(scalar.text()));
      // It stays a text.
      case "timestamp" -> {
        if (!GoTimestamp.isTimestamp(scalar.text())) {
          throw undecodable(scalar.text(), tag);
        }
        yield new GoScalar.Text(scalar.text());
      }
      default -> new GoScalar.Text(scalar.text());
    };
  }

  private static GoScalar tagged(String tag, String text) throws RejectedConfigException {
    GoScalar resolved = plain(text);
    boolean fits =
        switch (tag.substring(TAGS.length())) {
          case "bool" -> resolved instanceof GoScalar.Bool;
          case "int" -> resolved instanceof GoScalar.Int;
          case "float" ->
              resolved instanceof GoScalar.Real
                  || (resolved instanceof GoScalar.Int integer && integer.isSigned());
          default -> resolved instanceof GoScalar.Nothing;
        };
    if (!fits) {
      throw undecodable(text, tag);
    }
    return tag.equals(TAGS + "float") && resolved instanceof GoScalar.Int integer
        ? new GoScalar.Real(integer.value().doubleValue())
        : resolved;
  }

  private static RejectedConfigException undecodable(String text, String tag) {
    return new RejectedConfigException(
        "cannot decode " + Excerpt.of(text) + " as " + Excerpt.of(tag));
  }

  /** Base64 in lines, its padding not left out. */
  private static String decoded(String text) throws RejectedConfigException {
    String base64 = text.replace("\r", "").replace("\n", "");
    try {
      if (base64.length() % 4 == 0) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      }
    } catch (IllegalArgumentException malformed) {
      throw new RejectedConfigException("not base64: " + Excerpt.of(text));
    }
    throw new RejectedConfigException("not base64, for want of padding: " + Excerpt.of(text));
  }

  private static GoScalar plain(String text) throws RejectedConfigException {
    if (NULL.contains(text)) {
      return new GoScalar.Nothing();
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return new GoScalar.Bool(TRUE.contains(text));
    }
    GoScalar number = number(text);
    return number == null ? new GoScalar.Text(text) : number;
  }

  private static @Nullable GoScalar number(String text) throws RejectedConfigException {
    if (NOT_A_NUMBER.matcher(text).matches()) {
      return new GoScalar.Real(Double.NaN);
    }
    if (INFINITY.matcher(text).matches()) {
      return new GoScalar.Real(
          text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }
    char first = text.charAt(0);
    if ((first >= '0' && first <= '9') || first == '-' || first == '+') {
      return digits(text.replace("_", ""));
    }
    return first == '.' ? digits(SEPARATOR.matcher(text).replaceAll("")) : null;
  }

  private static @Nullable GoScalar digits(String text) throws RejectedConfigException {
    boolean isInteger = INTEGER.matcher(text).matches();
    if (!isInteger && !REAL.matcher(text).matches()) {
      return null;
    }
    if (text.length() > NUMBER_LENGTH) {
      throw RejectedConfigException.unforeseeable(
          "a number of more than " + NUMBER_LENGTH + " digits");
    }
    BigInteger integer = isInteger ? integer(text) : null;
    return integer == null ? real(text) : new GoScalar.Int(integer);
  }

  /** As strconv.ParseInt and then ParseUint with base 0; null if it is out of the range of both. */
  private static @Nullable BigInteger integer(String text) {
    Matcher matcher = INTEGER.matcher(text);
    BigInteger value = BigInteger.ZERO;
    if (matcher.matches()) {
      for (int i = 0; i < RADIX.size(); i++) {
        String digits = matcher.group(2 + i);
        if (digits != null) {
          value = new BigInteger(matcher.group(1).replace("+", "") + digits, RADIX.get(i));
        }
      }
    }
    boolean signed = text.startsWith("-") || text.startsWith("+");
    return value.bitLength() <= (signed ? 63 : 64) ? value : null;
  }

  private static @Nullable GoScalar real(String text) {
    if (!REAL.matcher(text).matches()) {
      return null;
    }
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) ? null : new GoScalar.Real(value);
  }

  /** The number in JSON, written without an exponent as Go writes all that may be integers. */
  static GoValue json(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return new GoValue.Unwritable("JSON has no number " + value);
    }
    return new GoValue.Numeral(
        new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString());
  }
}

package dev.composeraudit.egress.agent;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go's {@code time.ParseDuration} reads them. */
final class GoDuration {
  private static final Pattern TERM = Pattern.compile("([0-9]*)(\\.[0-9]*)?(ns|us|µs|μs|ms|s|m|h)");

  // Go refuses more before the point, but for leading zeros, and forgets more behind it.
  private static final int DIGITS = 100;

  private GoDuration() {}

  /** Whether the text is a duration, within 2^63 nanoseconds, some 292 years. */
  static boolean isDuration(String text) {
    boolean negative = text.startsWith("-");
    String terms = negative || text.startsWith("+") ? text.substring(1) : text;
    if (terms.equals("0")) {
      return true;
    }
    Matcher term = TERM.matcher(terms);
    BigInteger sum = BigInteger.ZERO;
    int at = 0;
    while (at < terms.length()) {
      term.region(at, terms.length());
      if (!term.lookingAt() || hasNoDigit(term) || term.group(1).length() > DIGITS) {
        return false;
      }
      sum = sum.add(nanoseconds(term));
      at = term.end();
    }
    BigInteger limit = BigInteger.TWO.pow(63);
    return at > 0 && sum.compareTo(negative ? limit : limit.subtract(BigInteger.ONE)) <= 0;
  }

  private static boolean hasNoDigit(Matcher term) {
    String fraction = term.group(2);
    return term.group(1).isEmpty() && (fraction == null || fraction.length() == 1);
  }

  private static BigInteger nanoseconds(Matcher term) {
    String behind = term.group(2) == null ? "" : term.group(2).substring(1);
    String fraction = behind.substring(0, Math.min(behind.length(), DIGITS));
    BigDecimal number = new BigDecimal("0" + term.group(1) + "." + fraction + "0");
    return number.multiply(BigDecimal.valueOf(unit(term.group(3)))).toBigInteger();
  }

  /** In nanoseconds. */
  private static long unit(String name) {
    return switch (name) {
      case "ns" -> 1;
      case "ms" -> 1_000_000;
      case "s" -> 1_000_000_000;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      // Microseconds have three spellings: with u, the micro sign and the Greek letter.
      default -> 1_000;
    };
  }
}

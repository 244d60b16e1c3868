package dev.composeraudit.policy.source;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Compiles regular expressions of RE2, which take time in proportion to the text. Repeats within
 * repeats multiply, and RE2/J writes them all out before its program size can be asked: {@code
 * ((a{1000}){1000}){1000}} takes all memory. So states are counted before.
 */
public final class BoundedRegex {
  private static final long STATES = 1_000;

  private final String pattern;
  private int at;

  private BoundedRegex(String pattern) {
    this.pattern = pattern;
  }

  /**
   * Compiles an expression.
   *
   * @throws IllegalArgumentException if it is none, or needs too many states; the message says
   *     which
   */
  public static Pattern compile(String pattern) {
    if (new BoundedRegex(pattern).states() > STATES) {
      throw new IllegalArgumentException("it needs more than 1,000 states");
    }
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException malformed) {
      throw new IllegalArgumentException(
          "not a regular expression: " + malformed.getDescription(), malformed);
    }
  }

  /** At least as many as RE2 makes; what is malformed is counted somehow, for RE2 to refuse. */
  private long states() {
    Deque<Long> groups = new ArrayDeque<>();
    long sum = 1;
    long atom = 0;
    while (at < pattern.length() && sum + atom <= STATES) {
      char c = pattern.charAt(at++);
      switch (c) {
        case '(' -> {
          groups.push(sum + atom);
          sum = 2;
          atom = 0;
        }
        case ')' -> {
          atom = sum + atom;
          sum = groups.isEmpty() ? 0 : groups.pop();
        }
        case '{' -> atom *= repeats();
        case '*', '+', '?' -> atom++;
        default -> {
          sum += atom;
          atom = 1;
          skip(c);
        }
      }
    }
    return sum + atom;
  }

  /** The rest of an escape or a class, which is one state. */
  private void skip(char first) {
    if (first == '\\') {
      at++;
    } else if (first == '[') {
      at++; // A bracket that comes first is a literal.
      while (at < pattern.length() && pattern.charAt(at) != ']') {
        at += pattern.charAt(at) == '\\' ? 2 : 1;
      }
      at++;
    }
  }

  /** The larger number of a repeat, {@code m}, {@code m,} or {@code m,n}. */
  private long repeats() {
    long most = 1;
    long number = 0;
    for (; at < pattern.length() && pattern.charAt(at) != '}'; at++) {
      char c = pattern.charAt(at);
      number = Character.isDigit(c) ? Math.min(10 * number + c - '0', STATES + 1) : 0;
      most = Math.max(most, number);
    }
    at++;
    return most + 1;
  }
}

package dev.composeraudit.policy.source;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Regular expressions that take time in proportion to the text (RE2's), and little space: repeats
 * within repeats, which multiply, are counted before anything is made of them.
 */
public final class BoundedRegex {
  private static final long STATES = 1_000;

  /** Policies' expressions are few and literals, and to compile one takes longer than to try it. */
  private static final Cache<String, Pattern> COMPILED =
      CacheBuilder.newBuilder().maximumSize(100).build();

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
    try {
      check(pattern);
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException malformed) {
      throw new IllegalArgumentException(
          "not a regular expression: " + malformed.getDescription(), malformed);
    } catch (LimitException tooLarge) {
      throw new IllegalArgumentException("it needs more than 1,000 states", tooLarge);
    }
  }

  /**
   * CEL's {@code matches}, which compiles the expression each time.
   *
   * @param arguments a text and the expression that has to match somewhere in it
   * @throws CelInvalidArgumentException if it is no expression, or needs too many states
   */
  public static boolean matches(Object[] arguments) {
    String pattern = (String) arguments[1];
    Pattern compiled = COMPILED.getIfPresent(pattern);
    if (compiled == null) {
      try {
        compiled = compile(pattern);
      } catch (IllegalArgumentException invalid) {
        throw new CelInvalidArgumentException(invalid);
      }
      COMPILED.put(pattern, compiled);
    }
    return compiled.matcher((String) arguments[0]).find();
  }

  /**
   * Refuses what would need too many states.
   *
   * @throws LimitException if it does
   */
  public static void check(String pattern) {
    if (new BoundedRegex(pattern).states() > STATES) {
      throw new LimitException("a regular expression that needs more than 1,000 states");
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
      at++; // A bracket that comes first stands for itself.
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

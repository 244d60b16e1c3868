package dev.composeraudit.document;

import com.google.common.base.CharMatcher;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that somebody who wrote an unknown one most likely meant. */
public final class Suggestion {
  /** Nobody writes longer names, and the work grows with the length. */
  private static final int LONGEST = 100;

  private static final int MOST_EDITS = 3;

  private static final CharMatcher SEPARATORS = CharMatcher.anyOf("-_. ");

  /** A shorter text is part of too many names. */
  private static final int PART = 5;

  private Suggestion() {}

  /** A question to append to a message, as in {@code ; did you mean "region"?}, or nothing. */
  public static String question(String written, Collection<String> known) {
    return closest(written, known)
        .map(name -> "; did you mean " + Excerpt.of(name) + "?")
        .orElse("");
  }

  /** The known name that is nearest, and not the same; empty if none is near. */
  public static Optional<String> closest(String written, Collection<String> known) {
    String plain = written.length() > LONGEST ? "" : plain(written);
    if (plain.isEmpty()) {
      return Optional.empty();
    }
    return known.stream()
        .filter(name -> !name.equals(written) && isNear(plain, plain(name)))
        .min(
            Comparator.comparingInt((String name) -> distance(plain, plain(name)))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static boolean isNear(String written, String known) {
    if (known.length() > LONGEST) {
      return false;
    }
    if (written.length() >= PART && known.contains(written)) {
      return true;
    }
    int edits = Math.min(MOST_EDITS, known.length() / 3);
    return Math.abs(written.length() - known.length()) <= edits
        && distance(written, known) <= edits;
  }

  /** What is left of a name where case and separators do not matter. */
  private static String plain(String name) {
    return SEPARATORS.removeFrom(name.toLowerCase(Locale.ROOT));
  }

  /**
   * The number of letters to insert, delete, replace or swap with the next one (Damerau and
   * Levenshtein, each letter edited once).
   */
  public static int distance(String one, String other) {
    int[][] edits = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : fewest(edits, one, other, i, j);
      }
    }
    return edits[one.length()][other.length()];
  }

  private static int fewest(int[][] edits, String one, String other, int i, int j) {
    boolean same = one.charAt(i - 1) == other.charAt(j - 1);
    int fewest =
        Math.min(
            edits[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(fewest, edits[i - 2][j - 2] + 1) : fewest;
  }
}

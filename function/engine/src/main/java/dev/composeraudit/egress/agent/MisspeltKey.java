package dev.composeraudit.egress.agent;

import java.util.Locale;

/** Which of the agent's keys an unknown one was meant to be. */
final class MisspeltKey {
  private static final int TYPING_ERRORS = 3;

  private MisspeltKey() {}

  /** Whether a key is a misspelling of another, as written in lower case. */
  public static boolean isMeantFor(String key, String known) {
    return distance(key.toLowerCase(Locale.ROOT), known) <= TYPING_ERRORS;
  }

  /** The number of letters to insert, delete or replace (Levenshtein). */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}

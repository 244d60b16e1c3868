package dev.composeraudit.egress.agent;

import dev.composeraudit.document.Suggestion;
import java.util.Locale;

/** Which of the agent's keys an unknown one was meant to be. */
final class MisspeltKey {
  private static final int TYPING_ERRORS = 3;

  private MisspeltKey() {}

  /** Whether a key is a misspelling of another, as written in lower case. */
  public static boolean isMeantFor(String key, String known) {
    return Suggestion.distance(key.toLowerCase(Locale.ROOT), known) <= TYPING_ERRORS;
  }
}

package dev.composeraudit;

import java.util.List;

/** Settings that the function can't start with: every mistake, a line each. */
final class InvalidSettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> mistakes;

  /**
   * @param mistakes at least one; each begins with the setting's name
   */
  InvalidSettingsException(List<String> mistakes) {
    super(String.join("\n", mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  List<String> mistakes() {
    return mistakes;
  }
}

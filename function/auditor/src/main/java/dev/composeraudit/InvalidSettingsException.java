package dev.composeraudit;

import java.util.List;

/** Settings that the function can't start with: every error, a line each. */
final class InvalidSettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> errors;

  /**
   * @param errors at least one; each begins with the setting's name
   */
  InvalidSettingsException(List<String> errors) {
    super(String.join("\n", errors));
    this.errors = List.copyOf(errors);
  }

  List<String> errors() {
    return errors;
  }
}

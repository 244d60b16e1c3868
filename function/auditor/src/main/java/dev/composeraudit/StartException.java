package dev.composeraudit;

/** The function can't start. The message has every error, a line each. */
final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Without a stack trace: what is wrong is not in the program. */
  StartException(String message) {
    super("Composer Audit can't start:\n" + message, null, false, false);
  }
}

package dev.composeraudit.cli.export;

/** A policy that a form of export can't hold. The message is one line. */
final class UnsupportedPolicyException extends Exception {
  private static final long serialVersionUID = 1L;

  UnsupportedPolicyException(String message) {
    super(message);
  }
}

package dev.composeraudit.sandbox.api;

/** A command's body is not what the command takes; the message says what it must be. */
public final class MalformedCommandException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedCommandException(String message) {
    super(message);
  }
}

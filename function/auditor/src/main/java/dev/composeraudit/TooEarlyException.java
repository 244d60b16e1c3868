package dev.composeraudit;

/** Composer does not show yet what an event says has happened; a later delivery may see it. */
final class TooEarlyException extends Exception {
  private static final long serialVersionUID = 1L;

  TooEarlyException(String message) {
    super(message);
  }
}

package dev.composeraudit.audit;

/** Composer does not show yet what an event says has happened; a later delivery may see it. */
public final class TooEarlyException extends Exception {
  private static final long serialVersionUID = 1L;

  public TooEarlyException(String message) {
    super(message);
  }
}

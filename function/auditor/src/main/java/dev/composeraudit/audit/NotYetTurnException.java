package dev.composeraudit.audit;

/** Another delivery of the event decides; until then others have their turn. */
public final class NotYetTurnException extends Exception {
  private static final long serialVersionUID = 1L;

  public NotYetTurnException(String message) {
    super(message);
  }
}

package dev.composeraudit.event;

/** Carries a refusal out of the depth of reading; {@link EventDecoder} turns it into a value. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  RefusedException(Refusal.Code code, String message) {
    super(message);
    this.refusal = new Refusal(code, message);
  }

  Refusal refusal() {
    return refusal;
  }
}

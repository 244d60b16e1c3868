package dev.composeraudit.event;

/** Carries a refusal out of the depth of reading; {@link EventDecoder} turns it into a value. */
final class RejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient RejectedEvent refusal;

  RejectedException(RejectedEvent.Code code, String message) {
    super(message);
    this.refusal = new RejectedEvent(code, message);
  }

  RejectedEvent refusal() {
    return refusal;
  }
}

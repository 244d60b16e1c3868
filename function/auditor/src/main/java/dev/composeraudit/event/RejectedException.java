package dev.composeraudit.event;

/** Carries a event out of the depth of reading; {@link EventDecoder} turns it into a value. */
final class RejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient RejectedEvent event;

  RejectedException(RejectedEvent.Code code, String message) {
    super(message);
    this.event = new RejectedEvent(code, message);
  }

  RejectedEvent event() {
    return event;
  }
}

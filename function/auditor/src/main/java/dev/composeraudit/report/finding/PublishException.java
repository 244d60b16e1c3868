package dev.composeraudit.report.finding;

/** Findings were not accepted by a sink; the event has to be delivered again. */
public final class PublishException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean rejected;

  public PublishException(String message) {
    super(message);
    this.rejected = false;
  }

  public PublishException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private PublishException(String message, Throwable cause, boolean rejected) {
    super(message, cause);
    this.rejected = rejected;
  }

  /**
   * One because messages are not taken as they are: one of them, or all together, are too large.
   */
  public static PublishException rejected(String message, Throwable cause) {
    return new PublishException(message, cause, true);
  }

  /** Whether the same messages would be refused again. */
  public boolean isRejected() {
    return rejected;
  }
}

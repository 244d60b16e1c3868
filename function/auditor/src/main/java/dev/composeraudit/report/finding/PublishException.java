package dev.composeraudit.report.finding;

/** Findings were not accepted by a sink; the event has to be delivered again. */
public class PublishException extends Exception {
  private static final long serialVersionUID = 1L;

  public PublishException(String message) {
    super(message);
  }

  public PublishException(String message, Throwable cause) {
    super(message, cause);
  }
}

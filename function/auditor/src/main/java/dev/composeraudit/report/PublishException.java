package dev.composeraudit.report;

/**
 * Pub/Sub or Security Command Center has not accepted findings; the event has to be delivered
 * again.
 */
public final class PublishException extends Exception {
  private static final long serialVersionUID = 1L;

  PublishException(String message) {
    super(message);
  }

  PublishException(String message, Throwable cause) {
    super(message, cause);
  }
}

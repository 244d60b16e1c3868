package dev.composeraudit.report.pubsub;

import dev.composeraudit.report.finding.PublishException;

/** Pub/Sub does not take a request as it is: a message, or all together, may be too large. */
final class MessagesRejectedException extends PublishException {
  private static final long serialVersionUID = 1L;

  MessagesRejectedException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.composeraudit.report;

import com.google.cloud.logging.Severity;

/** Why an event is not done with and has to be delivered again. */
public enum RedeliveryReason {
  /** Composer does not show yet what the event says. */
  TOO_EARLY(Severity.INFO),
  /** An API could not answer. */
  TRANSIENT(Severity.WARNING),
  /** Pub/Sub or Security Command Center has not accepted what was found. */
  UNPUBLISHED(Severity.WARNING),
  /** This instance is about to end. */
  SHUTTING_DOWN(Severity.INFO);

  private final Severity severity;

  RedeliveryReason(Severity severity) {
    this.severity = severity;
  }

  Severity severity() {
    return severity;
  }
}

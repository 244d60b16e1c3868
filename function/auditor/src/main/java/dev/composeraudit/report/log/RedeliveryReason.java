package dev.composeraudit.report.log;

import com.google.cloud.logging.Severity;

/** Why an event has to be delivered again. */
public enum RedeliveryReason {
  /** Composer does not show the event's change yet. */
  TOO_EARLY(Severity.INFO),
  /** An API failed in a way that may pass. */
  TRANSIENT(Severity.WARNING),
  /** Other events about the same cluster have their turn; a later delivery decides. */
  COALESCED(Severity.INFO),
  /** A sink has not accepted the findings. */
  UNPUBLISHED(Severity.WARNING),
  /** This instance ran out of memory while it read the environment, and ends. */
  OUT_OF_MEMORY(Severity.ERROR),
  /** This instance is shutting down. */
  SHUTTING_DOWN(Severity.INFO);

  private final Severity severity;

  RedeliveryReason(Severity severity) {
    this.severity = severity;
  }

  Severity severity() {
    return severity;
  }
}

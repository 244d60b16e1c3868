package dev.composeraudit.audit;

import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.report.finding.Report;

/** What the audit of one environment came to, before anything is sent. */
public sealed interface AuditResult {
  /** It was judged. */
  record Judged(Report report) implements AuditResult {}

  /** The environment is gone, or is being deleted: the report closes every finding. */
  record Gone(Report report) implements AuditResult {}

  /** There is nothing to judge, and another attempt does not change that. */
  record Rejected(RejectedEvent why) implements AuditResult {}

  /**
   * Composer does not show yet what the event says.
   *
   * @param why one line
   */
  record TooEarly(String why) implements AuditResult {}
}

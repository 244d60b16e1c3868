package dev.composeraudit.cli.dashboard;

import java.util.List;

/**
 * An entry of an environment's history: the finding of one event about one policy, without its
 * advice. Times are milliseconds since 1970.
 */
record HistoryEntry(
    String uid,
    String message,
    long seen,
    long judged,
    Verdict verdict,
    int severity,
    String policy,
    String title,
    String text,
    List<String> causedBy,
    DashboardFinding.TriggerEntry trigger) {
  private static final int LIMIT = 500;

  HistoryEntry {
    causedBy = List.copyOf(causedBy);
  }

  static HistoryEntry of(DashboardFinding finding) {
    String text = finding.messages().get(0);
    return new HistoryEntry(
        finding.uid(),
        finding.message(),
        finding.seen(),
        finding.judged(),
        finding.verdict(),
        finding.severity(),
        finding.policy().name(),
        finding.policy().title(),
        FindingReader.cut(text, LIMIT),
        finding.causedBy(),
        finding.trigger());
  }
}

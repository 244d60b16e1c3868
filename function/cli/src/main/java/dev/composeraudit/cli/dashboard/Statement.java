package dev.composeraudit.cli.dashboard;

import java.util.List;

/**
 * What one event said of one policy, as an environment's history keeps it: a finding without its
 * advice. Times are milliseconds since 1970.
 */
record Statement(
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

  Statement {
    causedBy = List.copyOf(causedBy);
  }

  static Statement of(DashboardFinding finding) {
    String text = finding.messages().get(0);
    return new Statement(
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

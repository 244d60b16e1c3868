package dev.composeraudit.report.finding;

import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Result.Violation;
import dev.composeraudit.subject.Trigger;
import java.util.List;

/**
 * How findings and log entries name who acted, according to the log entry that was handled. What
 * policies are given stays as it was.
 */
public enum Principals {
  /** As the log entry does. */
  FULL {
    @Override
    String shown(String principal) {
      return principal;
    }
  },
  /** By a pseudonym, the same for the same person; who knows the person can compute it. */
  HASH {
    @Override
    String shown(String principal) {
      return "sha256:" + FindingIds.hash(principal);
    }
  },
  /** Not at all. */
  NONE {
    @Override
    String shown(String principal) {
      return "";
    }
  };

  /** What a text has in place of a name that is left out. */
  private static final String LEFT_OUT = "(left out)";

  abstract String shown(String principal);

  /** The request with its principal as it is shown. */
  public AuditRequest apply(AuditRequest request) {
    Trigger trigger = request.trigger();
    if (this == FULL || trigger.principal().isEmpty()) {
      return request;
    }
    return new AuditRequest(
        request.environment(),
        new Trigger(
            trigger.kind(),
            shown(trigger.principal()),
            trigger.method(),
            trigger.time(),
            trigger.id()),
        request.phase(),
        request.requestedAgent(),
        request.operationId(),
        request.logName(),
        request.failure(),
        request.traceparent());
  }

  /** The report with its principal as it is shown, in what policies say of it too. */
  public Report apply(Report report) {
    String principal = report.event().trigger().principal();
    if (this == FULL || principal.isEmpty()) {
      return report;
    }
    String shown = shown(principal).isEmpty() ? LEFT_OUT : shown(principal);
    return new Report(
        apply(report.event()),
        report.subject(),
        report.results().stream().map(result -> replaced(result, principal, shown)).toList(),
        report.policies(),
        report.time());
  }

  private static Result replaced(Result result, String principal, String shown) {
    return new Result(
        result.policy(),
        result.outcome(),
        result.severity(),
        replaced(result.messages(), principal, shown),
        result.violations().stream()
            .map(
                violation ->
                    new Violation(
                        violation.expression(),
                        violation.message().replace(principal, shown),
                        violation.binding(),
                        violation.destinations(),
                        violation.exception()))
            .toList(),
        result.unknown(),
        result.causedBy(),
        result.exception(),
        replaced(result.notes(), principal, shown),
        result.remedies(),
        result.evidence());
  }

  private static List<String> replaced(List<String> texts, String principal, String shown) {
    return texts.stream().map(text -> text.replace(principal, shown)).toList();
  }
}

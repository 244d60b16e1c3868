package dev.composeraudit.report.finding;

import dev.composeraudit.event.CoverageRequest;
import dev.composeraudit.policy.result.ExceptionInfo;
import java.time.Instant;
import java.util.List;

/**
 * The result of a coverage check of one scope.
 *
 * @param request the event that asked for it
 * @param scope {@code organizations/N}, {@code folders/N} or {@code projects/P}, or several with
 *     commas between them
 * @param exceptions those in force, expired ones too
 * @param time when the inventory and the log were compared
 */
public record CoverageCheck(
    CoverageRequest request,
    String scope,
    CoverageReport report,
    List<ExceptionInfo> exceptions,
    Instant time) {
  public CoverageCheck {
    exceptions = List.copyOf(exceptions);
  }
}

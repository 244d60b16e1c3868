package dev.composeraudit.report.finding;

import java.util.List;

/**
 * The findings of one event about one resource.
 *
 * @param event what the event was about
 * @param findings one for each policy, those included that are only logged
 */
public record FindingBatch(HandledEvent event, List<Finding> findings) {
  public FindingBatch {
    findings = List.copyOf(findings);
  }

  /** The findings of an environment that was judged. */
  public static FindingBatch of(Report report, Baseline baseline, TeamLabels teams) {
    return new FindingBatch(
        new HandledEvent.Audit(report, false),
        report.results().stream()
            .map(result -> Finding.of(report, result, baseline, teams))
            .toList());
  }

  /** The findings of an environment that is gone, to be archived. */
  public static FindingBatch archived(Report report, Baseline baseline) {
    return new FindingBatch(
        new HandledEvent.Audit(report, true),
        report.results().stream()
            .map(result -> Finding.archived(report, result, baseline))
            .toList());
  }

  /** The findings about a scope: of its coverage, and of the exceptions that it is judged with. */
  public static FindingBatch of(CoverageCheck check) {
    return new FindingBatch(
        new HandledEvent.Coverage(check), List.of(Finding.of(check), Finding.ofExceptions(check)));
  }

  /** Those that are published: all but the ones that are pending. */
  public List<Finding> published() {
    return findings.stream()
        .filter(finding -> finding.status() != FindingStatus.NOT_PUBLISHED)
        .toList();
  }

  /** Whether every policy was decided, so that the event's time counts for all of them. */
  public boolean isComplete() {
    return findings.stream().allMatch(Finding::isDecided);
  }
}

package dev.composeraudit.report.finding;

import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.Subject;
import java.time.Instant;
import java.util.List;

/**
 * The results for one environment.
 *
 * @param event the event that asked for it
 * @param policies the digest of the policies in force, {@code sha256:…}
 * @param time when they were evaluated
 */
public record Report(
    AuditRequest event, Subject subject, List<Result> results, String policies, Instant time) {
  public Report {
    results = List.copyOf(results);
  }
}

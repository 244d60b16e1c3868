package dev.composeraudit.audit;

import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Parts;
import dev.composeraudit.subject.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The subject and the report of an environment that Composer does not show. */
final class MissingEnvironment {
  private static final String GONE =
      "The environment no longer exists, so there is nothing to judge.";

  private MissingEnvironment() {}

  /** A subject of which every part is unknown, for one reason. */
  static Subject of(AuditRequest event, Reason reason, String help, Instant now) {
    Parts parts = Parts.unknown(new Unknown<>(reason, help));
    return new Subject(
        event.environment(), event.trigger(), parts, Map.of(), "kubernetes-api", now);
  }

  /** The report that closes every policy's finding. */
  static Report report(AuditRequest event, Subject subject, PolicySet policies, Instant now) {
    List<Result> results =
        policies.policies().stream()
            .map(policy -> Result.of(policy, Outcome.SKIP, List.of(GONE)))
            .toList();
    return new Report(event, subject, results, policies.digest(), now);
  }
}

package dev.composeraudit.audit;

import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What there is to say of an environment that Composer does not show, or is about to delete. */
public final class MissingEnvironment {
  private static final String GONE = "The environment is gone; nothing of it is left to judge.";

  private MissingEnvironment() {}

  /** An environment whose creation has begun, and of which nothing is to be seen. */
  public static Subject notYet(AuditRequest event, Instant now) {
    return unseen(
        event, Reason.NOT_YET, "Composer does not show it yet; its creation's end decides", now);
  }

  /** An environment that does not exist anymore. */
  public static Subject gone(AuditRequest event, Instant now) {
    return unseen(event, Reason.NOT_FOUND, "the environment is gone", now);
  }

  /** No policy has anything to say of it anymore. */
  public static Report of(AuditRequest event, Subject subject, PolicySet policies, Instant now) {
    List<Result> results = policies.policies().stream().map(MissingEnvironment::result).toList();
    return new Report(event, subject, results, policies.digest(), now);
  }

  private static Result result(PolicyInfo policy) {
    return new Result(
        policy,
        Outcome.SKIP,
        policy.severity(),
        List.of(GONE),
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of(),
        List.of());
  }

  private static Subject unseen(AuditRequest event, Reason reason, String help, Instant now) {
    Unknown<Object> why = new Unknown<>(reason, help);
    return new Subject(
        event.environment(),
        event.trigger(),
        why.as(),
        Map.of(),
        why.as(),
        why.as(),
        why.as(),
        why.as(),
        why.as(),
        "kubernetes-api",
        now);
  }
}

package dev.composeraudit.audit;

import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.subject.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides what was fetched of an environment means for the event that asked for it, and judges it
 * by the policies. Sends nothing. Safe for use by many threads.
 */
public final class EnvironmentJudge {
  private final PolicySet policies;
  private final Duration waitForCreation;
  private final Clock clock;

  /**
   * Judges by these policies.
   *
   * @param waitForCreation how old the entry of an ended creation may be while Composer does not
   *     show that end
   */
  public EnvironmentJudge(PolicySet policies, Duration waitForCreation, Clock clock) {
    this.policies = policies;
    this.waitForCreation = waitForCreation;
    this.clock = clock;
  }

  /**
   * Judges.
   *
   * @param fetched the environment is unknown as NOT_FOUND if Composer says that there is none
   */
  public AuditResult judge(AuditRequest event, Subject fetched) {
    Instant now = clock.instant();
    Duration age = Duration.between(event.trigger().time(), now);
    Decision decision = Decision.of(event, fetched, age, waitForCreation);
    if (decision instanceof Decision.Judge judge) {
      Subject subject = judge.subject();
      return new AuditResult.Judged(
          new Report(event, subject, policies.judge(subject, now), policies.digest(), now));
    }
    if (decision instanceof Decision.Archive archive) {
      return new AuditResult.Gone(
          MissingEnvironment.report(event, archive.subject(), policies, now));
    }
    return decision instanceof Decision.Reject reject
        ? new AuditResult.Rejected(reject.why())
        : new AuditResult.TooEarly(((Decision.Wait) decision).why());
  }
}

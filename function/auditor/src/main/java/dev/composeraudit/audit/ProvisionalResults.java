package dev.composeraudit.audit;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.AuditRequest.RequestedAgent;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Trigger;
import java.util.List;

/**
 * What may be said of an environment whose creation has only begun: Composer still fills it in, so
 * that a violation is certain only where what it shows and what was asked for agree in lacking the
 * IP masquerade agent. That can't be put right anymore; all else waits for the end.
 */
public final class ProvisionalResults {
  private static final String UNCONFIRMED =
      "a violation by what Composer shows so far; the end of the creation decides";

  private ProvisionalResults() {}

  /** Whether an event says no more than that a creation has begun. */
  public static boolean isAt(AuditRequest event) {
    return event.trigger().kind() == Trigger.Kind.CREATE_FIRST;
  }

  /** The results, where violations that are not certain yet are pending. */
  public static List<Result> certain(AuditRequest event, Subject subject, List<Result> results) {
    return !isAt(event) || lackAgent(event, subject)
        ? results
        : results.stream().map(ProvisionalResults::pending).toList();
  }

  private static boolean lackAgent(AuditRequest event, Subject subject) {
    return event.requestedAgent() == RequestedAgent.ABSENT
        && subject.environment() instanceof Known<Environment> known
        && !known.value().getConfig().getNodeConfig().getEnableIpMasqAgent();
  }

  private static Result pending(Result result) {
    if (result.outcome() != Outcome.FAIL && result.outcome() != Outcome.EXEMPT) {
      return result;
    }
    return new Result(
        result.policy(),
        Outcome.PENDING,
        result.severity(),
        List.of(UNCONFIRMED),
        List.of(),
        result.unknown(),
        List.of(),
        null,
        result.notes(),
        List.of());
  }
}

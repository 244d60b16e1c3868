package dev.composeraudit;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import dev.composeraudit.event.AuditEvent;
import dev.composeraudit.event.AuditEvent.RequestedAgent;
import dev.composeraudit.policy.Outcome;
import dev.composeraudit.policy.Result;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Trigger;
import java.util.List;

/**
 * What may be said of an environment whose creation has only begun: Composer still fills it in, so
 * that a violation is certain only where what it shows and what was asked for agree in lacking the
 * IP masquerade agent. That can't be put right anymore; all else waits for the end.
 */
final class FirstLook {
  private static final String UNCONFIRMED =
      "a violation by what Composer shows so far; the end of the creation decides";

  private FirstLook() {}

  /** Whether an event says no more than that a creation has begun. */
  static boolean isAt(AuditEvent event) {
    return event.trigger().kind() == Trigger.Kind.CREATE_FIRST;
  }

  /** The results, where violations that are not certain yet are pending. */
  static List<Result> certain(AuditEvent event, Subject subject, List<Result> results) {
    return !isAt(event) || lackAgent(event, subject)
        ? results
        : results.stream().map(FirstLook::pending).toList();
  }

  private static boolean lackAgent(AuditEvent event, Subject subject) {
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

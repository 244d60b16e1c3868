package dev.composeraudit.audit;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.AuditRequest.Phase;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.event.RejectedEvent.Code;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Trigger.Kind;
import java.time.Duration;

/**
 * What to do about an event, decided from the event, what was fetched for it and the event's age
 * alone. Nothing has to be remembered between deliveries.
 */
sealed interface Decision {
  /** Judge the subject, which may differ from the fetched one in what is still to be awaited. */
  record Judge(Subject subject) implements Decision {}

  /** Close every finding: the environment is gone, or is being deleted. */
  record Archive(Subject subject) implements Decision {}

  /** There is nothing to judge, and no redelivery changes that. */
  record Reject(RejectedEvent why) implements Decision {}

  /** Composer does not show yet what the event says; have the event delivered again. */
  record Wait(String why) implements Decision {}

  /**
   * Decides.
   *
   * @param fetched the environment is unknown as NOT_FOUND if Composer says that there is none
   * @param age of the event's log entry
   * @param waitForCreation how old the entry of an ended creation may be while Composer does not
   *     show that end
   */
  static Decision of(AuditRequest event, Subject fetched, Duration age, Duration waitForCreation) {
    boolean early = age.compareTo(waitForCreation) < 0;
    if (fetched.environment() instanceof Known<Environment> known) {
      return ofEnvironment(event, fetched, known.value(), early, age);
    }
    return switch (((Unknown<Environment>) fetched.environment()).reason()) {
      case NOT_FOUND -> ofMissing(event, fetched, early, age);
      // Either there is no environment, or all are hidden: one record, not an error of each policy.
      case SERVICE_DISABLED ->
          new Reject(
              new RejectedEvent(
                  Code.SERVICE_DISABLED, ((Unknown<Environment>) fetched.environment()).help()));
      default -> new Judge(fetched);
    };
  }

  private static Decision ofEnvironment(
      AuditRequest event, Subject fetched, Environment environment, boolean early, Duration age) {
    Kind kind = event.trigger().kind();
    if (environment.getState() == Environment.State.DELETING) {
      return new Archive(fetched);
    }
    if (environment.getState() == Environment.State.CREATING && kind == Kind.CREATE_LAST) {
      return early
          ? new Wait(
              "%s is still being created, %d s after a log entry that says otherwise"
                  .formatted(event.environment(), age.toSeconds()))
          : new Judge(OverdueCreation.of(fetched, age));
    }
    return environment.getState() == Environment.State.CREATING || kind == Kind.CREATE_FIRST
        ? new Judge(ProvisionalSubject.of(event, fetched))
        : new Judge(fetched);
  }

  private static Decision ofMissing(
      AuditRequest event, Subject fetched, boolean early, Duration age) {
    Kind kind = event.trigger().kind();
    if (kind == Kind.CREATE_FIRST) {
      return new Judge(
          MissingEnvironment.of(
              event,
              Reason.NOT_YET,
              "Composer does not show it yet; the end of the creation decides",
              fetched.observedAt()));
    }
    // A creation that failed may leave nothing behind; a sweep or a scan does not say what
    // happened.
    boolean expected =
        kind == Kind.DELETE
            || kind == Kind.SWEEP
            || kind == Kind.SCAN
            || event.phase() == Phase.FAILED;
    return expected || !early
        ? new Archive(fetched)
        : new Wait(
            "Composer does not show %s, %d s after a log entry that says that it exists"
                .formatted(event.environment(), age.toSeconds()));
  }
}

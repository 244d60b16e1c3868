package dev.composeraudit.audit;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.AuditRequest.Phase;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.FetchResult;
import dev.composeraudit.fetch.FetchResult.Found;
import dev.composeraudit.fetch.FetchResult.Gone;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.Sleeper;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Trigger;
import java.time.Clock;
import java.time.Duration;

/**
 * Looks at environments with the patience that Composer needs: it may show a creation late, both at
 * its beginning and at its end. How long is waited is told by the age of the event's entry alone,
 * so that nothing has to be remembered between deliveries.
 */
public final class CreationWait {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LAST_PAUSE = Duration.ofSeconds(8);

  private final EnvironmentReader observatory;
  private final Duration waitForCreation;
  private final Clock clock;
  private final Sleeper sleeper;

  /**
   * @param waitForCreation how old the entry of an ended creation may be while Composer does not
   *     show that end
   */
  public CreationWait(
      EnvironmentReader observatory, Duration waitForCreation, Clock clock, Sleeper sleeper) {
    this.observatory = observatory;
    this.waitForCreation = waitForCreation;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * Looks at an event's environment.
   *
   * @return what was found, or that there is no such environment (yet, where its creation has only
   *     begun)
   * @throws TooEarlyException if Composer does not show yet what the event says
   * @throws TransientException if what is looked at could not answer
   */
  public FetchResult observe(AuditRequest event, Deadline deadline)
      throws TransientException, TooEarlyException {
    if (ProvisionalResults.isAt(event)) {
      return lookUntilThere(event, deadline);
    }
    FetchResult observation = look(event, deadline);
    if (!isBehind(event, observation)) {
      return observation;
    }
    Duration age = Duration.between(event.trigger().time(), clock.instant());
    if (age.compareTo(waitForCreation) < 0) {
      throw new TooEarlyException(
          "%s is %s, %d s after an entry that says otherwise"
              .formatted(
                  event.environment(),
                  observation instanceof Gone ? "not to be seen" : "still being created",
                  age.toSeconds()));
    }
    return observation instanceof Found found
        ? new Found(ExpiredPending.of(found.subject(), age))
        : observation;
  }

  /** At the beginning of a creation there is time to ask again, a few times. */
  private FetchResult lookUntilThere(AuditRequest event, Deadline deadline)
      throws TransientException {
    FetchResult observation = look(event, deadline);
    for (Duration pause = FIRST_PAUSE;
        observation instanceof Gone
            && pause.compareTo(LAST_PAUSE) <= 0
            && pause.compareTo(deadline.remaining()) < 0;
        pause = pause.multipliedBy(2)) {
      try {
        sleeper.sleep(pause);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return observation;
      }
      observation = look(event, deadline);
    }
    return observation;
  }

  private FetchResult look(AuditRequest event, Deadline deadline) throws TransientException {
    return observatory.read(event.environment(), event.trigger(), deadline);
  }

  /** Whether Composer shows a state from before what the event tells. */
  private static boolean isBehind(AuditRequest event, FetchResult observation) {
    // A sweep says nothing of what has happened: what is there now is all there is.
    if (event.trigger().kind() == Trigger.Kind.DELETE
        || event.trigger().kind() == Trigger.Kind.SWEEP) {
      return false;
    }
    if (observation instanceof Found found) {
      return found.subject().environment() instanceof Known<Environment> known
          && known.value().getState() == Environment.State.CREATING;
    }
    // A creation that failed may well leave nothing behind.
    return event.phase() != Phase.FAILED;
  }
}

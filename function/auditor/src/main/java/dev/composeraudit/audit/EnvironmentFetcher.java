package dev.composeraudit.audit;

import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.FetchResult;
import dev.composeraudit.fetch.FetchResult.Found;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.Sleeper;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Trigger.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Fetches the environment of an event. Composer may show a creation some seconds after its log
 * entry; there the fetch is repeated within the event's deadline.
 */
public final class EnvironmentFetcher {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LAST_PAUSE = Duration.ofSeconds(8);

  private final EnvironmentReader reader;
  private final Clock clock;
  private final Sleeper sleeper;

  /** Fetches with this reader. */
  public EnvironmentFetcher(EnvironmentReader reader, Clock clock, Sleeper sleeper) {
    this.reader = reader;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * Fetches the environment.
   *
   * @return what was found; the environment is unknown as NOT_FOUND if Composer says that there is
   *     none
   * @throws TransientException if an API could not answer
   */
  public Subject fetch(AuditRequest event, Deadline deadline) throws TransientException {
    return fetch(event, deadline, any -> false);
  }

  /**
   * The same, but the cluster and its parts are not read if the environment alone is enough.
   *
   * @param isEnough whether a subject with only the environment is enough
   */
  public Subject fetch(AuditRequest event, Deadline deadline, Predicate<Subject> isEnough)
      throws TransientException {
    Subject subject = fetchOnce(event, deadline, isEnough);
    if (event.trigger().kind() != Kind.CREATE_FIRST) {
      return subject;
    }
    for (Duration pause = FIRST_PAUSE;
        isMissing(subject)
            && pause.compareTo(LAST_PAUSE) <= 0
            && pause.compareTo(deadline.remaining()) < 0;
        pause = pause.multipliedBy(2)) {
      try {
        sleeper.sleep(pause);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return subject;
      }
      subject = fetchOnce(event, deadline, isEnough);
    }
    return subject;
  }

  private Subject fetchOnce(AuditRequest event, Deadline deadline, Predicate<Subject> isEnough)
      throws TransientException {
    FetchResult result = reader.read(event.environment(), event.trigger(), deadline, isEnough);
    return result instanceof Found found
        ? found.subject()
        : MissingEnvironment.of(
            event, Reason.NOT_FOUND, "the environment is gone", clock.instant());
  }

  private static boolean isMissing(Subject subject) {
    return subject.environment() instanceof Unknown<?> unknown
        && unknown.reason() == Reason.NOT_FOUND;
  }
}

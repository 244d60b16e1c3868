package dev.composeraudit.cli;

import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Trigger;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** The subject that stands in where none is given. */
final class Nothing {
  private static final EnvironmentName NAME =
      new EnvironmentName("no-project", "no-location", "no-environment");

  private Nothing() {}

  /** A subject every part of which is unknown. */
  static Subject known(Clock clock) {
    Instant now = clock.instant();
    return new Subject(
        NAME,
        Trigger.document(now),
        unknown(),
        Map.of(),
        unknown(),
        unknown(),
        unknown(),
        unknown(),
        unknown(),
        "document",
        now);
  }

  private static <T> Observed<T> unknown() {
    return Observed.unknown(Reason.NOT_PROVIDED, "no subject is given; name a file that holds one");
  }
}

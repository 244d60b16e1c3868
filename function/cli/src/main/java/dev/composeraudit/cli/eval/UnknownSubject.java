package dev.composeraudit.cli.eval;

import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Parts;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Trigger;
import java.time.Instant;
import java.util.Map;

/** A subject whose parts are all unknown. A result that it has is the same for every subject. */
public final class UnknownSubject {
  private static final EnvironmentName NAME =
      new EnvironmentName("no-project", "no-location", "no-environment");

  private UnknownSubject() {}

  public static Subject at(Instant now) {
    Parts parts =
        Parts.unknown(
            new Unknown<>(
                Reason.NOT_PROVIDED, "no subject is given; name a document with one environment"));
    return new Subject(NAME, Trigger.document(now), parts, Map.of(), "document", now);
  }
}

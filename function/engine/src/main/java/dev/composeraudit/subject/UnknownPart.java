package dev.composeraudit.subject;

import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.util.Optional;

/**
 * An unknown part of a subject that an answer depends on.
 *
 * @param help what happened and what would help, one line for a person
 * @param remedy what would help, for a program; empty if that is not known, or is no change of
 *     access
 */
public record UnknownPart(Part<?> part, Reason reason, String help, Optional<AccessRemedy> remedy) {
  public UnknownPart {
    // It may repeat what a document names.
    help = Excerpt.line(help);
  }

  public UnknownPart(Part<?> part, Reason reason, String help) {
    this(part, reason, help, Optional.empty());
  }

  /** Why an unknown part is unknown. */
  public static UnknownPart of(Part<?> part, Unknown<?> why) {
    return new UnknownPart(part, why.reason(), why.help(), why.remedy());
  }
}

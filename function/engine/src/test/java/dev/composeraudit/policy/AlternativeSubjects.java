package dev.composeraudit.policy;

import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;

/** A subject with one of its parts unknown, or as another subject has it. */
final class AlternativeSubjects {
  private AlternativeSubjects() {}

  static Subject without(Subject subject, Part<?> part, Reason reason) {
    return subject.with(part, Observed.unknown(reason, "nobody looked"));
  }

  static <T> Subject with(Subject subject, Part<T> part, Subject other) {
    return subject.with(part, other.get(part));
  }
}

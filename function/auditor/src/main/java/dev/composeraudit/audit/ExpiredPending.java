package dev.composeraudit.audit;

import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Subject;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A subject that ought to be whole by now: what "does not exist yet" in it is not worth waiting for
 * anymore, and keeps it from being judged.
 */
final class ExpiredPending {
  private final Duration age;

  private ExpiredPending(Duration age) {
    this.age = age;
  }

  /**
   * @param age of the entry that says that the environment's creation has ended
   */
  static Subject of(Subject subject, Duration age) {
    ExpiredPending overdue = new ExpiredPending(age);
    Map<String, Unknown<Object>> fields = new TreeMap<>(subject.unknownFields());
    fields.replaceAll((path, unknown) -> overdue.late(unknown));
    return subject.with(subject.parts().mapUnknown(overdue::late)).withUnknownFields(fields);
  }

  private Unknown<Object> late(Unknown<Object> unknown) {
    return unknown.reason() == Reason.NOT_YET
        ? new Unknown<>(
            Reason.NOT_FOUND,
            "%s, %d s after the entry that says that its creation ended; see its operations"
                .formatted(unknown.help(), age.toSeconds()))
        : unknown;
  }
}

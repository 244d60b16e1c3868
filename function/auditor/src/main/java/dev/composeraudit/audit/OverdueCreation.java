package dev.composeraudit.audit;

import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Subject;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A creation that has ended too long ago for parts of the environment to be missing still. Parts
 * that were NOT_YET become NOT_FOUND, so that results are ERROR instead of PENDING.
 */
final class OverdueCreation {
  private final Duration age;

  private OverdueCreation(Duration age) {
    this.age = age;
  }

  /**
   * @param age of the entry that says that the environment's creation has ended
   */
  static Subject of(Subject subject, Duration age) {
    OverdueCreation overdue = new OverdueCreation(age);
    Map<String, Unknown<Object>> fields = new TreeMap<>(subject.unknownFields());
    fields.replaceAll((path, unknown) -> overdue.notFound(unknown));
    return subject.with(subject.parts().mapUnknown(overdue::notFound)).withUnknownFields(fields);
  }

  private Unknown<Object> notFound(Unknown<Object> unknown) {
    return unknown.reason() == Reason.NOT_YET
        ? new Unknown<>(
            Reason.NOT_FOUND,
            "%s, %d s after the entry that says that its creation ended; see its operations"
                .formatted(unknown.help(), age.toSeconds()))
        : unknown;
  }
}

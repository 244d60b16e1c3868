package dev.composeraudit.audit;

import dev.composeraudit.subject.Observed;
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
    ExpiredPending expired = new ExpiredPending(age);
    return new Subject(
        subject.name(),
        subject.trigger(),
        expired.part(subject.environment()),
        expired.fields(subject.unknownFields()),
        expired.part(subject.cluster()),
        expired.part(subject.subnetworks()),
        expired.part(subject.egressNatPolicies()),
        expired.part(subject.ipMasqAgentConfig()),
        expired.part(subject.ipMasqAgentDaemonSet()),
        subject.observer(),
        subject.observedAt());
  }

  private <T> Observed<T> part(Observed<T> part) {
    return part instanceof Unknown<T> unknown ? late(unknown) : part;
  }

  private Map<String, Unknown<Object>> fields(Map<String, Unknown<Object>> fields) {
    Map<String, Unknown<Object>> late = new TreeMap<>();
    fields.forEach((path, unknown) -> late.put(path, late(unknown)));
    return late;
  }

  private <T> Unknown<T> late(Unknown<T> unknown) {
    return unknown.reason() == Reason.NOT_YET
        ? new Unknown<>(
            Reason.NOT_FOUND,
            "%s, %d s after the entry that says that its creation ended; see its operations"
                .formatted(unknown.help(), age.toSeconds()))
        : unknown;
  }
}

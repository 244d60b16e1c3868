package dev.composeraudit.report.finding;

import dev.composeraudit.event.CoverageRequest;
import dev.composeraudit.subject.Trigger;
import java.time.Instant;

/**
 * The event that a finding comes of.
 *
 * @param kind as it is published: {@code create-first}, {@code sweep}, {@code coverage}, …
 * @param principal who acted; blank if nobody is known to have
 * @param method the API method that was called; blank if none was
 * @param time when that happened: it orders what is said of a finding
 * @param id repeats when the same event is delivered again
 * @param isCreation whether an environment was created
 */
public record FindingTrigger(
    String kind, String principal, String method, Instant time, String id, boolean isCreation) {
  static FindingTrigger of(Trigger trigger) {
    return new FindingTrigger(
        trigger.kind().text(),
        trigger.principal(),
        trigger.method(),
        trigger.time(),
        trigger.id(),
        trigger.kind() == Trigger.Kind.CREATE_FIRST || trigger.kind() == Trigger.Kind.CREATE_LAST);
  }

  static FindingTrigger of(CoverageRequest request) {
    return new FindingTrigger("coverage", "", "", request.time(), request.id(), false);
  }
}

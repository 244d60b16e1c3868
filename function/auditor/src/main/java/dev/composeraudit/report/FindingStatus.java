package dev.composeraudit.report;

import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.subject.Trigger;
import java.util.Optional;

/**
 * What happens to a finding, as OCSF 1.8.0 numbers it: activity (what happened just now), status
 * (the finding's life), compliance status (the verdict).
 */
enum FindingStatus {
  OPENED(1, "Create", 1, "New", 3, "Fail", "FAIL"),
  STILL_OPEN(2, "Update", 1, "New", 3, "Fail", "FAIL"),
  SUPPRESSED(2, "Update", 3, "Suppressed", 3, "Fail", "SUPPRESSED"),
  RESOLVED(3, "Close", 4, "Resolved", 1, "Pass", "PASS"),
  UNDECIDED(2, "Update", 1, "New", 2, "Warning", "ERROR"),
  /** The policy does not apply: an older finding, if there is one, is closed. */
  NOT_APPLICABLE(3, "Close", 5, "Archived", 0, "Unknown", "SKIP"),
  /** The environment is gone. */
  GONE(3, "Close", 5, "Archived", 0, "Unknown", "GONE");

  final int activityId;
  final String activity;
  final int statusId;
  final String status;
  final int complianceId;
  final String compliance;

  /** The attribute {@code compliance_status}, by which subscriptions filter. */
  final String attribute;

  FindingStatus(
      int activityId,
      String activity,
      int statusId,
      String status,
      int complianceId,
      String compliance,
      String attribute) {
    this.activityId = activityId;
    this.activity = activity;
    this.statusId = statusId;
    this.status = status;
    this.complianceId = complianceId;
    this.compliance = compliance;
    this.attribute = attribute;
  }

  /**
   * What a result does to its finding; empty if nothing is published. A creation that has only
   * begun leaves "not applicable" to its end.
   */
  static Optional<FindingStatus> of(Outcome outcome, Trigger.Kind trigger) {
    boolean creation = trigger == Trigger.Kind.CREATE_FIRST || trigger == Trigger.Kind.CREATE_LAST;
    return switch (outcome) {
      case FAIL -> Optional.of(creation ? OPENED : STILL_OPEN);
      case EXEMPT -> Optional.of(SUPPRESSED);
      case PASS -> Optional.of(RESOLVED);
      case ERROR -> Optional.of(UNDECIDED);
      case SKIP ->
          trigger == Trigger.Kind.CREATE_FIRST ? Optional.empty() : Optional.of(NOT_APPLICABLE);
      case PENDING -> Optional.empty();
    };
  }
}

package dev.composeraudit.report.ocsf;

import dev.composeraudit.report.finding.FindingStatus;

/**
 * A finding's status as OCSF 1.8.0 numbers it.
 *
 * @param activity what happened to the finding just now
 * @param status where the finding is in its life
 * @param compliance the verdict
 */
record OcsfStatus(Caption activity, Caption status, Caption compliance) {
  private static final Caption NEW = new Caption(1, "New");
  private static final Caption UPDATE = new Caption(2, "Update");
  private static final Caption CLOSE = new Caption(3, "Close");
  private static final Caption ARCHIVED = new Caption(5, "Archived");
  private static final Caption FAIL = new Caption(3, "Fail");
  private static final Caption UNKNOWN = new Caption(0, "Unknown");

  /** A value of an enumeration, with the text that goes with it. */
  record Caption(int id, String text) {}

  static OcsfStatus of(FindingStatus status) {
    return switch (status) {
      case OPENED -> new OcsfStatus(new Caption(1, "Create"), NEW, FAIL);
      case STILL_OPEN -> new OcsfStatus(UPDATE, NEW, FAIL);
      case SUPPRESSED -> new OcsfStatus(UPDATE, new Caption(3, "Suppressed"), FAIL);
      case RESOLVED -> new OcsfStatus(CLOSE, new Caption(4, "Resolved"), new Caption(1, "Pass"));
      case UNDECIDED -> new OcsfStatus(UPDATE, NEW, new Caption(2, "Warning"));
      case NOT_APPLICABLE, GONE -> new OcsfStatus(CLOSE, ARCHIVED, UNKNOWN);
      case NOT_PUBLISHED -> throw new IllegalArgumentException("a finding that is not published");
    };
  }
}

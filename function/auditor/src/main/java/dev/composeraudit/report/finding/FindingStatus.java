package dev.composeraudit.report.finding;

import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.subject.Trigger;

/** What has become of a finding. */
public enum FindingStatus {
  /** A violation by an environment that was just created. */
  OPENED("FAIL"),
  /** A violation by an environment that existed before. */
  STILL_OPEN("FAIL"),
  /** A violation that an exception covers. */
  SUPPRESSED("SUPPRESSED"),
  /** The policy holds. */
  RESOLVED("PASS"),
  /** The policy could not be evaluated. */
  UNDECIDED("ERROR"),
  /** The policy does not apply: an older finding, if there is one, is closed. */
  NOT_APPLICABLE("SKIP"),
  /** The environment is gone. */
  GONE("GONE"),
  /** Logged only: the policy is decided, or does not apply, at the end of a creation. */
  NOT_PUBLISHED("PENDING");

  private final String code;

  FindingStatus(String code) {
    this.code = code;
  }

  /** What subscriptions, views and Security Command Center's properties call it. */
  public String code() {
    return code;
  }

  /** Whether nothing is left to be done about the finding. */
  public boolean isClosed() {
    return this == RESOLVED || this == NOT_APPLICABLE || this == GONE;
  }

  /**
   * The status that a result gives its finding. A creation that has only begun leaves "not
   * applicable" to its end.
   */
  static FindingStatus of(Outcome outcome, Trigger.Kind trigger) {
    boolean creation = trigger == Trigger.Kind.CREATE_FIRST || trigger == Trigger.Kind.CREATE_LAST;
    return switch (outcome) {
      case FAIL -> creation ? OPENED : STILL_OPEN;
      case EXEMPT -> SUPPRESSED;
      case PASS -> RESOLVED;
      case ERROR -> UNDECIDED;
      case SKIP -> trigger == Trigger.Kind.CREATE_FIRST ? NOT_PUBLISHED : NOT_APPLICABLE;
      case PENDING -> NOT_PUBLISHED;
    };
  }
}

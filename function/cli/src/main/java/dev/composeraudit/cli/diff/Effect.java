package dev.composeraudit.cli.diff;

import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.Source;
import dev.composeraudit.policy.result.Outcome;
import org.jspecify.annotations.Nullable;

/** Whether a change makes something worse; the gravest first. */
enum Effect {
  WORSE,
  /** Not known: something could be judged neither before nor after. */
  UNKNOWN,
  /** Neither worse nor better by itself. */
  OTHER,
  BETTER;

  /**
   * The effect of a change of a result.
   *
   * @param before null if there was none: no such policy, binding, destination or environment
   * @param after null if there is none
   */
  static Effect of(@Nullable JudgedResult before, @Nullable JudgedResult after) {
    if (after == null) {
      return OTHER;
    }
    return switch (after.outcome()) {
      case FAIL -> ofViolation(before, after);
      case EXEMPT -> complied(before) ? WORSE : OTHER;
      case ERROR -> before == null || before.isOpen() ? UNKNOWN : WORSE;
      case PENDING -> before == null || before.isOpen() ? OTHER : WORSE;
      case PASS -> before == null || before.outcome() == Outcome.SKIP ? OTHER : BETTER;
      case SKIP -> OTHER;
    };
  }

  private static boolean complied(@Nullable JudgedResult result) {
    return result != null && (result.outcome() == Outcome.PASS || result.outcome() == Outcome.SKIP);
  }

  /** A violation is worse than none; one that was there is worse if it violates or matters more. */
  private static Effect ofViolation(@Nullable JudgedResult before, JudgedResult after) {
    if (before == null || before.outcome() != Outcome.FAIL) {
      return WORSE;
    }
    boolean samePolicy = before.policyVersion().equals(after.policyVersion());
    boolean violatesMore = samePolicy && !before.violated().containsAll(after.violated());
    boolean rootCauses = before.causedBy().isEmpty() && after.causedBy().isEmpty();
    boolean mattersMore = rootCauses && after.severity().compareTo(before.severity()) > 0;
    return violatesMore || mattersMore ? WORSE : OTHER;
  }

  /** The effect of another source alone: what was known and is not any more is worse. */
  static Effect ofSource(Source after) {
    return after == Source.UNKNOWN ? WORSE : OTHER;
  }

  /** The effect on what a firewall lets through. */
  static Effect ofAcceptance(Acceptance before, Acceptance after) {
    boolean less = before != after && after != Acceptance.YES;
    boolean was = before == Acceptance.YES || before == Acceptance.IN_PART;
    if (was && less) {
      return WORSE;
    }
    return before == Acceptance.NO && after == Acceptance.YES ? BETTER : OTHER;
  }

  /** The graver of two. */
  Effect graver(Effect other) {
    return compareTo(other) <= 0 ? this : other;
  }
}

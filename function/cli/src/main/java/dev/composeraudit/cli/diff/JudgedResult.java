package dev.composeraudit.cli.diff;

import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of a result is compared.
 *
 * @param messages one line each
 * @param causedBy policies whose results explain this one; empty = a root cause
 * @param policyVersion of the policy's text; blank if a file does not say it
 * @param violated the validations that are false; empty if a file does not say which
 */
record JudgedResult(
    Outcome outcome,
    Severity severity,
    List<String> messages,
    List<String> causedBy,
    String policyVersion,
    Set<String> violated) {
  JudgedResult {
    messages = List.copyOf(messages);
    causedBy = List.copyOf(causedBy);
    violated = Set.copyOf(violated);
  }

  static JudgedResult of(Result result) {
    return new JudgedResult(
        result.outcome(),
        result.severity(),
        result.messages(),
        result.causedBy(),
        result.policy().version(),
        result.violations().stream().map(Result.Violation::expression).collect(Collectors.toSet()));
  }

  /** Whether a person reads the same of both; of a violation, that includes the reason. */
  boolean saysTheSameAs(JudgedResult other) {
    boolean violates = outcome == Outcome.FAIL || outcome == Outcome.EXEMPT;
    return outcome == other.outcome
        && (!violates || (severity == other.severity && messages.equals(other.messages)));
  }

  /** Whether it could not be judged. */
  boolean isOpen() {
    return outcome == Outcome.ERROR || outcome == Outcome.PENDING;
  }
}

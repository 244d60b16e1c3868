package dev.composeraudit.policy.judge;

import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result.Violation;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.UnknownPart;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a policy says under one binding, before bindings are joined and exceptions applied.
 *
 * @param severityLimit the highest severity among the violations. The result's severity is at most
 *     this, and at most the binding's.
 */
public record PolicyVerdict(
    Outcome outcome,
    List<String> messages,
    List<Violation> violations,
    List<UnknownPart> unknown,
    Severity severityLimit) {
  private PolicyVerdict(
      Outcome outcome,
      List<String> messages,
      List<Violation> violations,
      List<UnknownPart> unknown) {
    this(outcome, messages, violations, unknown, Severity.CRITICAL);
  }

  static PolicyVerdict pass(PolicyInfo policy) {
    return new PolicyVerdict(
        Outcome.PASS, List.of("Complies: " + policy.displayName()), List.of(), List.of());
  }

  static PolicyVerdict skip(String why) {
    return new PolicyVerdict(Outcome.SKIP, List.of(why), List.of(), List.of());
  }

  static PolicyVerdict fail(
      List<Violation> violations, List<UnknownPart> unknown, Severity severityLimit) {
    return new PolicyVerdict(
        Outcome.FAIL,
        violations.stream().map(Violation::message).toList(),
        violations,
        unknown,
        severityLimit);
  }

  /** Not judged: pending if all that is missing does not exist yet, and nothing went wrong. */
  static PolicyVerdict undecided(List<UnknownPart> unknown, List<String> failures) {
    Set<String> messages = new LinkedHashSet<>();
    for (UnknownPart part : unknown) {
      messages.add("%s unknown (%s): %s".formatted(part.part().key(), part.reason(), part.help()));
    }
    messages.addAll(failures);
    boolean pending =
        failures.isEmpty() && unknown.stream().allMatch(part -> part.reason() == Reason.NOT_YET);
    return new PolicyVerdict(
        pending ? Outcome.PENDING : Outcome.ERROR, new ArrayList<>(messages), List.of(), unknown);
  }
}

package dev.composeraudit.policy;

import dev.composeraudit.policy.Result.Violation;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.UnknownPart;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a policy says under one binding, before bindings are joined and exceptions applied. */
record Verdict(
    Outcome outcome, List<String> messages, List<Violation> violations, List<UnknownPart> unknown) {

  static Verdict pass(PolicyInfo policy) {
    return new Verdict(
        Outcome.PASS, List.of("Complies: " + policy.displayName()), List.of(), List.of());
  }

  static Verdict skip(String why) {
    return new Verdict(Outcome.SKIP, List.of(why), List.of(), List.of());
  }

  static Verdict fail(List<Violation> violations, List<UnknownPart> unknown) {
    return new Verdict(
        Outcome.FAIL, violations.stream().map(Violation::message).toList(), violations, unknown);
  }

  /** Not judged: pending if all that is missing does not exist yet, and nothing went wrong. */
  static Verdict undecided(List<UnknownPart> unknown, List<String> failures) {
    Set<String> messages = new LinkedHashSet<>();
    for (UnknownPart part : unknown) {
      messages.add("%s unknown (%s): %s".formatted(part.part().key(), part.reason(), part.help()));
    }
    messages.addAll(failures);
    boolean pending =
        failures.isEmpty() && unknown.stream().allMatch(part -> part.reason() == Reason.NOT_YET);
    return new Verdict(
        pending ? Outcome.PENDING : Outcome.ERROR, new ArrayList<>(messages), List.of(), unknown);
  }
}

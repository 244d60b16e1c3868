package dev.composeraudit.policy.judge;

import dev.cel.runtime.CelRuntime.Program;
import dev.composeraudit.policy.cel.Values;
import dev.composeraudit.policy.judge.Evaluation.Evaluated.Failed;
import dev.composeraudit.policy.judge.Evaluation.Evaluated.Unknown;
import dev.composeraudit.policy.judge.Evaluation.Evaluated.Value;
import dev.composeraudit.subject.UnknownPart;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Evaluates conditions over one subject, and notes what keeps some of them from being decided: one
 * that is certainly false decides, whatever else is unknown.
 */
final class Conditions {
  private final Evaluation evaluation;
  private final Set<UnknownPart> unknown = new LinkedHashSet<>();
  private final List<String> failures = new ArrayList<>();

  Conditions(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  /**
   * Whether a condition is certainly false.
   *
   * @param name for what is said if it cannot be decided
   */
  boolean isFalse(Program condition, String name) {
    Evaluation.Evaluated outcome = evaluation.evaluate(condition);
    if (outcome instanceof Unknown found) {
      unknown.addAll(found.parts());
    } else if (outcome instanceof Failed failed) {
      failures.add(name + ": " + failed.message());
    } else if (outcome instanceof Value value) {
      if (value.value() instanceof Boolean holds) {
        return !holds;
      }
      failures.add(name + ": must be true or false, is of type " + Values.type(value.value()));
    }
    return false;
  }

  /** Whether one of those that were evaluated is unknown or failed. */
  boolean areOpen() {
    return !unknown.isEmpty() || !failures.isEmpty();
  }

  /** The unknown parts that they depend on. */
  List<UnknownPart> unknown() {
    return List.copyOf(unknown);
  }

  /** What is said where they are open. */
  PolicyVerdict verdict() {
    return PolicyVerdict.undecided(unknown(), failures);
  }
}

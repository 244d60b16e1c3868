package dev.composeraudit.policy.judge;

import dev.cel.runtime.CelRuntime.Program;
import dev.composeraudit.policy.cel.CelJson;
import dev.composeraudit.policy.judge.Evaluation.Evaluated.Failed;
import dev.composeraudit.policy.judge.Evaluation.Evaluated.Unknown;
import dev.composeraudit.policy.judge.Evaluation.Evaluated.Value;
import dev.composeraudit.subject.UnknownPart;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Evaluates conditions over one subject, and remembers which of them were unknown or failed. A
 * condition that is certainly false decides, whatever else is unknown.
 */
final class Conditions {
  private final Evaluation evaluation;
  private final Set<UnknownPart> unknown = new LinkedHashSet<>();
  private final List<String> failures = new ArrayList<>();

  Conditions(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  /**
   * Evaluates a condition, and remembers why if it is unknown or fails.
   *
   * @param name of the condition, for the message if it fails
   * @return whether it is certainly false
   */
  boolean evaluatesToFalse(Program condition, String name) {
    Evaluation.Evaluated outcome = evaluation.evaluate(condition);
    if (outcome instanceof Unknown found) {
      unknown.addAll(found.parts());
    } else if (outcome instanceof Failed failed) {
      failures.add(name + ": " + failed.message());
    } else if (outcome instanceof Value value) {
      if (value.value() instanceof Boolean holds) {
        return !holds;
      }
      failures.add(name + ": must be true or false, is of type " + CelJson.typeName(value.value()));
    }
    return false;
  }

  /** Whether one of the conditions evaluated so far is unknown or failed. */
  boolean isUndecided() {
    return !unknown.isEmpty() || !failures.isEmpty();
  }

  /** The unknown parts that the conditions depend on. */
  List<UnknownPart> unknown() {
    return List.copyOf(unknown);
  }

  /** The verdict if no condition is false and {@link #isUndecided}. */
  PolicyVerdict verdict() {
    return PolicyVerdict.undecided(unknown(), failures);
  }
}

package dev.composeraudit.policy.judge;

import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.policy.cel.Values;
import dev.composeraudit.policy.judge.Evaluation.Evaluated.Failed;
import dev.composeraudit.policy.judge.Evaluation.Evaluated.Unknown;
import dev.composeraudit.policy.judge.Evaluation.Evaluated.Value;
import dev.composeraudit.policy.source.Struct;
import dev.composeraudit.subject.UnknownPart;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether the conditions of a binding hold for a subject. One that is certainly false decides that
 * the binding does not apply; otherwise one that is unknown or fails leaves that open.
 */
final class BindingConditions {
  private final Set<UnknownPart> unknown = new LinkedHashSet<>();
  private final List<String> failures = new ArrayList<>();
  private boolean isFalse;

  private BindingConditions() {}

  static BindingConditions of(Binding binding, SubjectView view) {
    BindingConditions conditions = new BindingConditions();
    if (!binding.matchConditions().isEmpty()) {
      Evaluation evaluation = new Evaluation(view, Struct.NO_PARAMETERS, Map.of());
      for (Binding.Condition condition : binding.matchConditions()) {
        conditions.add(
            "binding %s: %s".formatted(binding.name(), condition.source().name()),
            evaluation.evaluate(condition.program()));
      }
    }
    return conditions;
  }

  private void add(String name, Evaluation.Evaluated outcome) {
    if (outcome instanceof Unknown found) {
      unknown.addAll(found.parts());
    } else if (outcome instanceof Failed failed) {
      failures.add(name + ": " + failed.message());
    } else if (outcome instanceof Value value) {
      if (value.value() instanceof Boolean holds) {
        isFalse |= !holds;
      } else {
        failures.add(name + ": must be true or false, is of type " + Values.type(value.value()));
      }
    }
  }

  /** Whether it is unknown if the binding applies. */
  boolean isOpen() {
    return !isFalse && !(unknown.isEmpty() && failures.isEmpty());
  }

  /** Whether the binding applies. */
  boolean hold() {
    return !isFalse && !isOpen();
  }

  /** What is said where it is open. */
  PolicyVerdict verdict() {
    return PolicyVerdict.undecided(List.copyOf(unknown), failures);
  }
}

package dev.composeraudit.policy.judge;

import com.google.common.collect.Comparators;
import dev.cel.runtime.CelRuntime.Program;
import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.policy.judge.Evaluation.Evaluated.Value;
import dev.composeraudit.policy.result.Result.Violation;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.policy.source.PolicySource;
import dev.composeraudit.policy.source.Struct;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges one subject by one policy with one set of parameters.
 *
 * <p>SKIP if a match condition is false. Otherwise ERROR or PENDING if one is unknown or failed.
 * Otherwise FAIL if a validation is false. Otherwise ERROR or PENDING if one is unknown or failed.
 * Otherwise PASS.
 */
public final class Judge {
  private final CompiledPolicy policy;
  private final Evaluation evaluation;
  private final Conditions conditions;

  private Judge(CompiledPolicy policy, Evaluation evaluation) {
    this.policy = policy;
    this.evaluation = evaluation;
    this.conditions = new Conditions(evaluation);
  }

  public static PolicyVerdict judge(CompiledPolicy policy, Struct parameters, SubjectView view) {
    return new Judge(policy, new Evaluation(view, parameters, policy.variables())).judge();
  }

  private PolicyVerdict judge() {
    List<PolicySource.Clause> clauses = policy.source().matchConditions();
    for (int i = 0; i < clauses.size(); i++) {
      if (conditions.evaluatesToFalse(policy.matchConditions().get(i), clauses.get(i).name())) {
        return PolicyVerdict.skip("Applies only where " + clauses.get(i).name());
      }
    }
    if (conditions.isUndecided()) {
      return conditions.verdict();
    }
    List<Violation> violations = new ArrayList<>();
    Severity severityLimit = Severity.INFORMATIONAL;
    for (CompiledPolicy.Validation validation : policy.validations()) {
      if (conditions.evaluatesToFalse(
          validation.expression(), validation.source().expression().text())) {
        violations.add(
            new Violation(
                validation.source().expression().text(),
                message(validation),
                "",
                destinations(validation),
                ""));
        Severity own = validation.source().severity();
        severityLimit = Comparators.max(severityLimit, own == null ? Severity.CRITICAL : own);
      }
    }
    if (!violations.isEmpty()) {
      return PolicyVerdict.fail(violations, conditions.unknown(), severityLimit);
    }
    return conditions.isUndecided()
        ? conditions.verdict()
        : PolicyVerdict.pass(policy.source().info());
  }

  /** What a violation is about; null if that is not known. */
  private @Nullable List<String> destinations(CompiledPolicy.Validation validation) {
    @Nullable Program program = validation.destinations();
    if (program == null) {
      return List.of();
    }
    return evaluation.evaluate(program) instanceof Value value
            && value.value() instanceof Collection<?> all
        ? all.stream().map(String::valueOf).distinct().toList()
        : null;
  }

  private String message(CompiledPolicy.Validation validation) {
    @Nullable Program program = validation.message();
    if (program != null
        && evaluation.evaluate(program) instanceof Value value
        && value.value() instanceof String text
        && isLine(text)) {
      return text;
    }
    return validation.source().message();
  }

  /** Whether it is one line that a terminal shows as it is: it may hold text of the subject's. */
  private static boolean isLine(String text) {
    return !text.isBlank()
        && text.codePoints()
            .noneMatch(
                c ->
                    switch (Character.getType(c)) {
                      case Character.CONTROL,
                          Character.FORMAT,
                          Character.LINE_SEPARATOR,
                          Character.PARAGRAPH_SEPARATOR ->
                          true;
                      default -> false;
                    });
  }
}

package dev.composeraudit.policy.judge;

import com.google.common.collect.Comparators;
import dev.cel.runtime.CelRuntime.Program;
import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.policy.cel.Values;
import dev.composeraudit.policy.judge.Evaluation.Evaluated.Failed;
import dev.composeraudit.policy.judge.Evaluation.Evaluated.Unknown;
import dev.composeraudit.policy.judge.Evaluation.Evaluated.Value;
import dev.composeraudit.policy.result.Result.Violation;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.policy.source.PolicySource;
import dev.composeraudit.policy.source.Struct;
import dev.composeraudit.subject.UnknownPart;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges one subject by one policy with one set of parameters. What is certainly false decides;
 * then what is unknown or failed; only what is certainly true passes.
 */
public final class Judge {
  private final CompiledPolicy policy;
  private final Evaluation evaluation;
  private final Set<UnknownPart> unknown = new LinkedHashSet<>();
  private final List<String> failures = new ArrayList<>();

  private Judge(CompiledPolicy policy, Evaluation evaluation) {
    this.policy = policy;
    this.evaluation = evaluation;
  }

  public static PolicyVerdict judge(CompiledPolicy policy, Struct parameters, SubjectView view) {
    return new Judge(policy, new Evaluation(view, parameters, policy.variables())).judge();
  }

  private PolicyVerdict judge() {
    List<PolicySource.Clause> conditions = policy.source().matchConditions();
    for (int i = 0; i < conditions.size(); i++) {
      if (isFalse(policy.matchConditions().get(i), conditions.get(i).name())) {
        return PolicyVerdict.skip("Applies only where " + conditions.get(i).name());
      }
    }
    if (isOpen()) {
      return PolicyVerdict.undecided(List.copyOf(unknown), failures);
    }
    List<Violation> violations = new ArrayList<>();
    Severity atMost = Severity.INFORMATIONAL;
    for (CompiledPolicy.Validation validation : policy.validations()) {
      if (isFalse(validation.expression(), validation.source().expression().text())) {
        violations.add(
            new Violation(
                validation.source().expression().text(),
                message(validation),
                "",
                destinations(validation),
                ""));
        Severity own = validation.source().severity();
        atMost = Comparators.max(atMost, own == null ? Severity.CRITICAL : own);
      }
    }
    if (!violations.isEmpty()) {
      return PolicyVerdict.fail(violations, List.copyOf(unknown), atMost);
    }
    return isOpen()
        ? PolicyVerdict.undecided(List.copyOf(unknown), failures)
        : PolicyVerdict.pass(policy.source().info());
  }

  private boolean isOpen() {
    return !unknown.isEmpty() || !failures.isEmpty();
  }

  /** Whether it is certainly false; what keeps it from being decided is noted. */
  private boolean isFalse(Program program, String name) {
    Evaluation.Evaluated outcome = evaluation.evaluate(program);
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

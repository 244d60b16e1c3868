package dev.composeraudit.cli.scan;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.policy.cel.PolicyChecker;
import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.policy.cel.Vocabulary;
import dev.composeraudit.policy.judge.Evaluation;
import dev.composeraudit.policy.judge.Evaluation.Evaluated;
import dev.composeraudit.policy.source.Expression;
import dev.composeraudit.policy.source.Struct;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which of the environments that were found are judged: those with all labels for which all
 * conditions hold. What is unknown leaves no environment out. Safe for use by many threads.
 */
public final class EnvironmentFilter {
  /** Leaves none out. */
  public static final EnvironmentFilter NONE = new EnvironmentFilter(Map.of(), List.of());

  private final Map<String, String> labels;
  private final List<Program> conditions;

  private EnvironmentFilter(Map<String, String> labels, List<Program> conditions) {
    this.labels = Map.copyOf(labels);
    this.conditions = List.copyOf(conditions);
  }

  /**
   * Makes one.
   *
   * @param conditions CEL, in the words of a binding's {@code matchConditions}
   * @throws InvalidDocumentsException with every mistake in them
   */
  public static EnvironmentFilter of(Map<String, String> labels, List<String> conditions)
      throws InvalidDocumentsException {
    Cel cel = Vocabulary.base(List.of()).build();
    List<Issue> issues = new ArrayList<>();
    List<Program> programs = new ArrayList<>();
    for (String condition : conditions) {
      Expression expression = Expression.of("--condition", condition.strip());
      if (expression.text().isEmpty()) {
        issues.add(new Issue("cel", expression.file(), expression.place(), "must not be empty"));
      }
      PolicyChecker checker = new PolicyChecker(issues);
      checker
          .typed(cel, expression, SimpleType.BOOL)
          .ifPresent(tree -> programs.add(plan(cel, tree)));
    }
    if (!issues.isEmpty()) {
      throw new InvalidDocumentsException(issues);
    }
    return new EnvironmentFilter(labels, programs);
  }

  private static Program plan(Cel cel, CelAbstractSyntaxTree checked) {
    try {
      return cel.createProgram(checked);
    } catch (CelEvaluationException unplanned) {
      throw new IllegalStateException(unplanned);
    }
  }

  /** Whether it certainly lacks a label, or a condition is certainly false for it. */
  boolean leavesOut(Subject subject, Instant now) {
    if (!(subject.environment() instanceof Known<Environment> known)) {
      return false;
    }
    if (!known.value().getLabelsMap().entrySet().containsAll(labels.entrySet())) {
      return true;
    }
    if (conditions.isEmpty()) {
      return false;
    }
    Evaluation evaluation =
        new Evaluation(new SubjectView(subject, now), Struct.NO_PARAMETERS, Map.of());
    return conditions.stream()
        .map(evaluation::evaluate)
        .anyMatch(each -> each instanceof Evaluated.Value value && value.value().equals(false));
  }
}

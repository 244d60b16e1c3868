package dev.composeraudit.policy.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.composeraudit.policy.source.PolicySource;
import dev.composeraudit.policy.source.RemedySource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A policy whose every expression is of the type it must have. */
public record CheckedPolicy(
    PolicySource source,
    List<CelAbstractSyntaxTree> matchConditions,
    List<CelAbstractSyntaxTree> variables,
    List<Validation> validations,
    Map<RemedySource.Ranges, CelAbstractSyntaxTree> remedies) {
  /** A checked validation; an expression for its message or destinations may be absent. */
  public record Validation(
      CelAbstractSyntaxTree expression,
      @Nullable CelAbstractSyntaxTree messageExpression,
      @Nullable CelAbstractSyntaxTree destinations) {}
}

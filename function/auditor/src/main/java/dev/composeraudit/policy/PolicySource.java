package dev.composeraudit.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it was written: its form is checked, its expressions are not.
 *
 * @param parameters the schema of its parameters, with their defaults
 */
record PolicySource(
    PolicyInfo info,
    List<ResourcePattern> matchResources,
    List<Clause> matchConditions,
    ParameterSchema parameters,
    List<Clause> variables,
    List<Validation> validations) {
  /** A named expression. */
  record Clause(String name, Expression expression) {}

  /**
   * What must hold.
   *
   * @param message what is said if it doesn't, one line
   * @param messageExpression CEL that says it better; null = none
   */
  record Validation(
      Expression expression, String message, @Nullable Expression messageExpression) {}
}

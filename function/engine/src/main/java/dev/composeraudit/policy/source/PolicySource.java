package dev.composeraudit.policy.source;

import dev.composeraudit.document.Document;
import dev.composeraudit.document.Position;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it was written: its form is checked, its expressions are not.
 *
 * @param parameters the schema of its parameters, with their defaults
 * @param mitigatedBy names of policies whose PASS makes a FAIL of this one Informational
 * @param document what it was read from
 */
public record PolicySource(
    PolicyInfo info,
    List<ResourcePattern> matchResources,
    List<Clause> matchConditions,
    ParameterSchema parameters,
    List<Clause> variables,
    List<Validation> validations,
    List<String> mitigatedBy,
    RemedySource remedies,
    Document document) {
  /**
   * A named expression.
   *
   * @param place where its name is
   */
  public record Clause(String name, Expression expression, Position place) {}

  /**
   * What must hold.
   *
   * @param message what is said if it doesn't, one line
   * @param messageExpression CEL that says it better; null = none
   * @param destinations CEL that gives the destinations that a violation is about, see {@link
   *     DestinationSet}; null = it is about none
   * @param severity at most, where only such validations are false; null = the policy's
   */
  public record Validation(
      Expression expression,
      String message,
      @Nullable Expression messageExpression,
      @Nullable Expression destinations,
      @Nullable Severity severity) {}
}

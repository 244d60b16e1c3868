package dev.composeraudit.cli.policies;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.judge.Binding;
import dev.composeraudit.policy.judge.BoundPolicy;
import dev.composeraudit.policy.judge.CompiledException;
import dev.composeraudit.policy.result.ExceptionInfo;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.policy.source.ExceptionSource;
import dev.composeraudit.policy.source.PolicySource;
import dev.composeraudit.policy.source.ResourcePattern;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is in force of one policy, for people to read.
 *
 * @param matchResources patterns for the environments that it is about; empty = all
 * @param bindings empty = it applies everywhere with its defaults
 * @param exceptions those that name the policy, expired ones too
 */
public record PolicyDetails(
    PolicyInfo info,
    List<String> matchResources,
    List<Condition> matchConditions,
    List<Parameter> parameters,
    List<Condition> variables,
    List<Rule> validations,
    List<Bound> bindings,
    List<Exempt> exceptions) {
  public PolicyDetails {
    matchResources = List.copyOf(matchResources);
    matchConditions = List.copyOf(matchConditions);
    parameters = List.copyOf(parameters);
    variables = List.copyOf(variables);
    validations = List.copyOf(validations);
    bindings = List.copyOf(bindings);
    exceptions = List.copyOf(exceptions);
  }

  /** A named expression. */
  public record Condition(String name, String expression) {}

  /** What must hold, and what is said where it does not. */
  public record Rule(String expression, String message) {}

  /**
   * A parameter.
   *
   * @param type in words
   * @param defaultValue null = bindings must give one
   */
  public record Parameter(String name, String type, @Nullable JsonElement defaultValue) {}

  /**
   * A binding.
   *
   * @param matchResources patterns for environments; empty = everywhere
   * @param excludeResources patterns for environments that it is not for
   * @param matchConditions must be true of an environment, those of labels included
   * @param parameters those in force, defaults included
   */
  public record Bound(
      String name,
      List<String> matchResources,
      List<String> excludeResources,
      List<Condition> matchConditions,
      Severity severity,
      JsonObject parameters) {
    public Bound {
      matchResources = List.copyOf(matchResources);
      excludeResources = List.copyOf(excludeResources);
      matchConditions = List.copyOf(matchConditions);
    }
  }

  /**
   * An exception.
   *
   * @param matchResources patterns for environments; empty = everywhere
   */
  public record Exempt(
      String name,
      List<String> matchResources,
      List<Condition> matchConditions,
      ExceptionInfo info,
      String approvedBy,
      String reason) {
    public Exempt {
      matchResources = List.copyOf(matchResources);
      matchConditions = List.copyOf(matchConditions);
    }
  }

  /** All that is in force of one policy of a set; empty if there is none of this name. */
  static Optional<PolicyDetails> of(PolicySet set, String name) {
    return set.bound().stream()
        .filter(policy -> policy.info().name().equals(name))
        .findFirst()
        .map(policy -> of(policy, set.exceptions()));
  }

  private static PolicyDetails of(BoundPolicy policy, List<CompiledException> exceptions) {
    PolicySource source = policy.policy().source();
    return new PolicyDetails(
        source.info(),
        texts(source.matchResources()),
        conditions(source.matchConditions()),
        source.parameters().type().properties().entrySet().stream()
            .map(
                entry ->
                    new Parameter(
                        entry.getKey(),
                        entry.getValue().words(),
                        source.parameters().defaults().get(entry.getKey())))
            .toList(),
        conditions(source.variables()),
        source.validations().stream()
            .map(each -> new Rule(each.expression().text(), each.message()))
            .toList(),
        policy.bindings().stream()
            .filter(binding -> !binding.name().isEmpty())
            .map(PolicyDetails::bound)
            .toList(),
        exceptions.stream()
            .map(CompiledException::source)
            .filter(exception -> exception.policies().contains(source.info().name()))
            .map(PolicyDetails::exempt)
            .toList());
  }

  private static Bound bound(Binding binding) {
    return new Bound(
        binding.name(),
        texts(binding.matchResources()),
        texts(binding.excludeResources()),
        conditions(binding.matchConditions().stream().map(it -> it.source()).toList()),
        binding.severity(),
        ParametersJson.of(binding.parameters()));
  }

  private static Exempt exempt(ExceptionSource exception) {
    return new Exempt(
        exception.name(),
        texts(exception.matchResources()),
        conditions(exception.matchConditions()),
        exception.info(),
        exception.owner(),
        exception.reason());
  }

  private static List<String> texts(List<ResourcePattern> patterns) {
    return patterns.stream().map(ResourcePattern::text).toList();
  }

  private static List<Condition> conditions(List<PolicySource.Clause> clauses) {
    return clauses.stream()
        .map(clause -> new Condition(clause.name(), clause.expression().text()))
        .toList();
  }
}

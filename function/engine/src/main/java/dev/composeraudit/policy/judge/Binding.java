package dev.composeraudit.policy.judge;

import dev.cel.runtime.CelRuntime.Program;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.policy.source.PolicySource;
import dev.composeraudit.policy.source.ResourcePattern;
import dev.composeraudit.policy.source.Struct;
import dev.composeraudit.subject.EnvironmentName;
import java.util.List;

/**
 * A policy's parameters and severity, where they hold.
 *
 * @param excludeResources environments that it is not about, though they match
 * @param matchConditions all must be true of an environment, each with its name
 * @param name blank for the binding of a policy that has none: everywhere, with the defaults
 */
public record Binding(
    String name,
    List<ResourcePattern> matchResources,
    List<ResourcePattern> excludeResources,
    List<Condition> matchConditions,
    Struct parameters,
    Severity severity) {
  public Binding {
    matchResources = List.copyOf(matchResources);
    excludeResources = List.copyOf(excludeResources);
    matchConditions = List.copyOf(matchConditions);
  }

  /** A condition that is ready to be evaluated. */
  public record Condition(PolicySource.Clause source, Program program) {}

  /** A policy's parameters and severity everywhere. */
  public static Binding everywhere(Struct parameters, Severity severity) {
    return new Binding("", List.of(), List.of(), List.of(), parameters, severity);
  }

  /** The same binding with other parameters. */
  public Binding with(Struct others) {
    return new Binding(name, matchResources, excludeResources, matchConditions, others, severity);
  }

  /**
   * Whether it is about an environment of this name whatever else the name may turn out to be: it
   * matches, and excludes nothing.
   */
  boolean isForAnyName(EnvironmentName placeholder) {
    return excludeResources.isEmpty() && matches(placeholder);
  }

  /** Whether it is about an environment of this name, if its conditions hold. */
  boolean matches(EnvironmentName environment) {
    return ResourcePattern.anyMatches(matchResources, environment)
        && excludeResources.stream().noneMatch(pattern -> pattern.matches(environment));
  }
}

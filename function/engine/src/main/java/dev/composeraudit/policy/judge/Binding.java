package dev.composeraudit.policy.judge;

import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.policy.source.ResourcePattern;
import dev.composeraudit.policy.source.Struct;
import dev.composeraudit.subject.EnvironmentName;
import java.util.List;

/**
 * A policy's parameters and severity, where they hold.
 *
 * @param name blank for the binding of a policy that has none: everywhere, with the defaults
 */
public record Binding(
    String name, List<ResourcePattern> matchResources, Struct parameters, Severity severity) {
  /** The same binding with other parameters. */
  Binding with(Struct others) {
    return new Binding(name, matchResources, others, severity);
  }

  boolean matches(EnvironmentName environment) {
    return ResourcePattern.anyMatches(matchResources, environment);
  }
}

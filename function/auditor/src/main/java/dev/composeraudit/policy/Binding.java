package dev.composeraudit.policy;

import dev.composeraudit.subject.EnvironmentName;
import java.util.List;

/**
 * A policy's parameters and severity, where they hold.
 *
 * @param name blank for the binding of a policy that has none: everywhere, with the defaults
 */
record Binding(
    String name, List<ResourcePattern> matchResources, Struct parameters, Severity severity) {
  boolean matches(EnvironmentName environment) {
    return ResourcePattern.anyMatches(matchResources, environment);
  }
}

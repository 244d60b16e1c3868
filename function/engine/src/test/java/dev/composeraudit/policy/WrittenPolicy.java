package dev.composeraudit.policy;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import java.time.Instant;
import java.util.List;

/** Policies, bindings and exceptions written out in the test that needs them. */
public final class WrittenPolicy {
  public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private WrittenPolicy() {}

  /** A policy whose {@code spec} is this YAML, beside what every policy must have. */
  public static SourceFile policy(String name, String spec) {
    return document(
        "Policy",
        name,
        name + "/policy.yaml",
        "displayName: All is well\nseverity: MEDIUM\n" + spec);
  }

  /** A policy with one validation. */
  public static SourceFile policyThat(String name, String expression) {
    return policy(
        name, "validations: [{expression: '%s', message: It is not so.}]".formatted(expression));
  }

  /** A policy about what can be seen, with one validation. */
  public static SourceFile observability(String name, String expression) {
    SourceFile policy = policyThat(name, expression);
    return new SourceFile(
        policy.path(),
        policy
            .text()
            .replace(
                "metadata: {name: " + name + "}",
                "metadata: {name: " + name + ", labels: {category: observability}}"));
  }

  public static SourceFile binding(String name, String spec) {
    return document("PolicyBinding", name, "bindings-" + name + ".yaml", spec);
  }

  public static SourceFile exception(String name, String spec) {
    return document("PolicyException", name, "exceptions-" + name + ".yaml", spec);
  }

  private static SourceFile document(String kind, String name, String path, String spec) {
    return new SourceFile(
        path,
        """
        apiVersion: composer-audit/v1
        kind: %s
        metadata: {name: %s}
        spec:
        %s\
        """
            .formatted(kind, name, spec.indent(2)));
  }

  public static PolicySet load(SourceFile... files) {
    try {
      return PolicySetLoader.load(List.of(files));
    } catch (InvalidDocumentsException mistakes) {
      throw new AssertionError(mistakes.getMessage(), mistakes);
    }
  }
}

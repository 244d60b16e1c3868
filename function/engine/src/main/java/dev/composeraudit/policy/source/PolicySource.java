package dev.composeraudit.policy.source;

import com.google.common.hash.Hashing;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.Position;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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
  private static final Pattern VARIABLE =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*[A-Za-z0-9]|[a-z]");

  /**
   * A named expression.
   *
   * @param place where its name is
   */
  public record Clause(String name, Expression expression, Position place) {
    private static Clause read(ObjectReader object, String name) {
      Expression expression = Expression.read(object, "expression");
      object.close();
      return new Clause(name, expression, object.document().place(object.path("name")));
    }
  }

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

  /** Reads a policy; errors are collected. */
  static PolicySource read(ObjectReader object, List<Issue> issues) {
    ObjectReader metadata = object.object("metadata", true);
    String name = metadata.name("name");
    String category = metadata.category();
    metadata.close();
    ObjectReader spec = object.object("spec", true);
    PolicyInfo info =
        new PolicyInfo(
            name,
            spec.line("displayName", ""),
            spec.optionalText("description", "").strip(),
            spec.choice("severity", Severity.class, true).orElse(Severity.MEDIUM),
            category,
            spec.optionalText("recommendation", "").strip(),
            spec.texts("references"),
            spec.texts("standards"),
            version(object.document().file()),
            spec.texts("causedBy"));
    if (info.displayName().isEmpty()) {
      spec.addIssue("missing-key", "displayName", "displayName: missing");
    }
    PolicySource source =
        new PolicySource(
            info,
            ResourcePattern.read(spec),
            clauses(spec, "matchConditions"),
            ParameterSchema.read(spec.object("parameters", false), name, issues),
            variables(spec),
            validations(spec),
            spec.texts("mitigatedBy"),
            RemedySource.read(spec.object("remedies", false)),
            object.document());
    spec.close();
    return source;
  }

  private static String version(SourceFile file) {
    return "sha256:"
        + Hashing.sha256()
            .hashString(file.text(), StandardCharsets.UTF_8)
            .toString()
            .substring(0, 12);
  }

  /** The named expressions of a list. */
  static List<Clause> clauses(ObjectReader spec, String key) {
    List<Clause> clauses = new ArrayList<>();
    for (ObjectReader object : spec.objects(key)) {
      clauses.add(Clause.read(object, object.text("name")));
    }
    return clauses;
  }

  private static List<Clause> variables(ObjectReader spec) {
    List<Clause> variables = new ArrayList<>();
    for (ObjectReader object : spec.objects("variables")) {
      String name = object.text("name");
      if (!name.isBlank() && !VARIABLE.matcher(name).matches()) {
        object.addIssue("name", "name", "not a valid name of a variable: " + Excerpt.of(name));
      }
      variables.add(Clause.read(object, name));
    }
    return variables;
  }

  private static List<Validation> validations(ObjectReader spec) {
    List<Validation> validations = new ArrayList<>();
    for (ObjectReader object : spec.objects("validations")) {
      Expression expression = Expression.read(object, "expression");
      String message = object.line("message", "");
      if (message.isEmpty()) {
        object.addIssue("missing-key", "message", "message: missing");
      }
      validations.add(
          new Validation(
              expression,
              message,
              object.has("messageExpression") ? Expression.read(object, "messageExpression") : null,
              object.has("destinations") ? Expression.read(object, "destinations") : null,
              object.choice("severity", Severity.class, false).orElse(null)));
      object.close();
    }
    if (validations.isEmpty()) {
      spec.addIssue("missing-key", "validations", "validations: at least one is needed");
    }
    return validations;
  }
}

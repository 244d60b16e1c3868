package dev.composeraudit.policy.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypes;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.Position;
import dev.composeraudit.policy.source.Expression;
import dev.composeraudit.policy.source.PolicySource;
import dev.composeraudit.policy.source.PolicySource.Clause;
import dev.composeraudit.policy.source.RemedySource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Type-checks the expressions of policies against the vocabulary; collects every error. */
public final class PolicyChecker {
  private final List<Issue> issues;
  private ExpressionErrors errors = new ExpressionErrors(List.of(), List.of());

  public PolicyChecker(List<Issue> issues) {
    this.issues = issues;
  }

  /** The policy, checked; empty if there was an error. */
  public Optional<CheckedPolicy> check(PolicySource source) {
    int before = issues.size();
    // Without a runtime, which would be built anew with each variable.
    CelCompiler cel =
        Vocabulary.compiler(source.parameters().descriptor()).toCompilerBuilder().build();
    List<CelAbstractSyntaxTree> variables = new ArrayList<>();
    Set<String> names = new HashSet<>();
    errors = new ExpressionErrors(names, source.parameters().type().properties().keySet());
    for (Clause variable : source.variables()) {
      Optional<CelAbstractSyntaxTree> tree = compiled(cel, variable.expression());
      checkName(variable, names);
      CelType type = tree.map(CelAbstractSyntaxTree::getResultType).orElse(SimpleType.DYN);
      // One that is wrong is of any type, so that those that use it are still checked.
      CelCompilerBuilder wider = cel.toCompilerBuilder();
      cel = wider.addVar("variables." + variable.name(), type).build();
      tree.ifPresent(variables::add);
    }
    List<CelAbstractSyntaxTree> conditions = new ArrayList<>();
    for (Clause condition : source.matchConditions()) {
      typed(cel, condition.expression(), SimpleType.BOOL).ifPresent(conditions::add);
    }
    List<CheckedPolicy.Validation> validations = new ArrayList<>();
    for (PolicySource.Validation validation : source.validations()) {
      Optional<CelAbstractSyntaxTree> tree = typed(cel, validation.expression(), SimpleType.BOOL);
      Expression message = validation.messageExpression();
      Optional<CelAbstractSyntaxTree> messageTree =
          message == null ? Optional.empty() : typed(cel, message, SimpleType.STRING);
      Expression destinations = validation.destinations();
      Optional<CelAbstractSyntaxTree> destinationsTree =
          destinations == null ? Optional.empty() : typed(cel, destinations, NetworkLibrary.TEXTS);
      tree.ifPresent(
          it ->
              validations.add(
                  new CheckedPolicy.Validation(
                      it, messageTree.orElse(null), destinationsTree.orElse(null))));
    }
    Map<RemedySource.Ranges, CelAbstractSyntaxTree> remedies =
        new EnumMap<>(RemedySource.Ranges.class);
    for (Map.Entry<RemedySource.Ranges, Expression> each : source.remedies().ranges().entrySet()) {
      typed(cel, each.getValue(), NetworkLibrary.TEXTS)
          .ifPresent(tree -> remedies.put(each.getKey(), tree));
    }
    return issues.size() == before
        ? Optional.of(new CheckedPolicy(source, conditions, variables, validations, remedies))
        : Optional.empty();
  }

  private void checkName(Clause variable, Set<String> names) {
    if (!names.add(variable.name())) {
      issues.add(
          new Issue(
              "duplicate-name",
              variable.expression().file(),
              variable.place(),
              "a variable with this name is declared above"));
    }
  }

  public Optional<CelAbstractSyntaxTree> typed(
      CelCompiler cel, Expression expression, CelType type) {
    Optional<CelAbstractSyntaxTree> tree = compiled(cel, expression);
    if (tree.isPresent() && !tree.get().getResultType().equals(type)) {
      issues.add(
          new Issue(
              "cel-type",
              expression.file(),
              expression.place(),
              "must give %s, gives %s".formatted(shown(type), shown(tree.get().getResultType()))));
      return Optional.empty();
    }
    return tree;
  }

  /** The same for an expression of a policy, which must not read what is hidden. */
  private Optional<CelAbstractSyntaxTree> compiled(CelCompiler cel, Expression expression) {
    Optional<CelAbstractSyntaxTree> tree = compile(cel, expression);
    for (String field : tree.map(HiddenFieldCheck::fields).orElse(List.of())) {
      issues.add(
          new Issue(
              "hidden-value",
              expression.file(),
              expression.place(),
              "%s: its values may be secret and are hidden from policies; ask for its names only, such as \"name\" in %s"
                  .formatted(field, field)));
    }
    return tree;
  }

  public Optional<CelAbstractSyntaxTree> compile(CelCompiler cel, Expression expression) {
    if (expression.text().isEmpty()) {
      return Optional.empty();
    }
    try {
      CelAbstractSyntaxTree tree = cel.compile(expression.text()).getAst();
      if (NestingLimit.depth(tree.getExpr()) > NestingLimit.MOST) {
        issues.add(
            new Issue(
                "cel-nesting",
                expression.file(),
                expression.place(),
                "loops (all, exists, map, filter, …) are nested more than %d deep"
                    .formatted(NestingLimit.MOST)));
        return Optional.empty();
      }
      return Optional.of(tree);
    } catch (CelValidationException invalid) {
      for (CelIssue issue : invalid.getErrors()) {
        Position place =
            expression.locate(
                issue.getSourceLocation().getLine(), issue.getSourceLocation().getColumn());
        issues.add(
            new Issue(
                "cel",
                expression.file(),
                place,
                errors.line(issue.getMessage(), expression.text())));
      }
      return Optional.empty();
    }
  }

  private static String shown(CelType type) {
    return CelTypes.format(type);
  }
}

package dev.composeraudit.cli.export;

import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.composeraudit.cli.eval.UnknownSubject;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.cel.PolicyChecker;
import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.policy.cel.Vocabulary;
import dev.composeraudit.policy.judge.Binding;
import dev.composeraudit.policy.judge.BoundPolicy;
import dev.composeraudit.policy.judge.CompiledPolicy;
import dev.composeraudit.policy.judge.Evaluation;
import dev.composeraudit.policy.source.Expression;
import dev.composeraudit.policy.source.PolicySource;
import dev.composeraudit.policy.source.PolicySource.Clause;
import dev.composeraudit.policy.source.Struct;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds out what Google's own services can hold of a policy. */
public final class PreventionFinder {
  private static final Set<String> OCCASION = Set.of("trigger", "now");

  private final BoundPolicy policy;
  private final Cel cel;
  private final Evaluation withoutSubject;

  private PreventionFinder(BoundPolicy policy, Struct parameters) {
    this.policy = policy;
    this.cel = Vocabulary.compiler(policy.policy().source().parameters().descriptor());
    // Without reading any environment: what has a value then has it from its parameters alone.
    this.withoutSubject =
        new Evaluation(
            new SubjectView(UnknownSubject.at(Instant.EPOCH), Instant.EPOCH), parameters, Map.of());
  }

  /** For each policy what Google's own services can hold of it, in the order of their names. */
  public static List<Prevention> of(PolicySet set) {
    return set.bound().stream().map(PreventionFinder::of).toList();
  }

  private static Prevention of(BoundPolicy policy) {
    if (policy.bindings().size() > 1) {
      return new Prevention.Impossible(policy.info(), "it has several bindings");
    }
    Binding binding = policy.bindings().get(0);
    if (!binding.excludeResources().isEmpty() || !binding.matchConditions().isEmpty()) {
      return new Prevention.Impossible(
          policy.info(), "its binding excludes environments, or has conditions or labels");
    }
    List<String> scope = new ArrayList<>();
    policy.policy().source().matchResources().forEach(pattern -> scope.add(pattern.text()));
    binding.matchResources().forEach(pattern -> scope.add(pattern.text()));
    return new PreventionFinder(policy, binding.parameters()).find(scope);
  }

  private Prevention find(List<String> scope) {
    PolicySource source = policy.policy().source();
    List<PortableClause> applies = new ArrayList<>();
    for (Clause condition : source.matchConditions()) {
      Expression expression = condition.expression();
      Optional<Object> constant = constant(expression);
      if (constant.isEmpty()) {
        Optional<PortableClause> clause = portable(expression);
        if (clause.isEmpty()) {
          return impossible(
              "where it applies is more than Google's constraints can express: "
                  + expression.text());
        }
        applies.add(clause.get());
      } else if (Boolean.FALSE.equals(constant.get())) {
        return impossible("it never applies with its parameters: " + condition.name());
      }
    }
    List<PortableClause> holds = new ArrayList<>();
    source.validations().forEach(each -> portable(each.expression()).ifPresent(holds::add));
    return holds.isEmpty()
        ? impossible("what must hold is more than Google's constraints can express")
        : possible(applies, holds, scope);
  }

  private Prevention possible(
      List<PortableClause> applies, List<PortableClause> holds, List<String> scope) {
    TreeSet<String> fields = new TreeSet<>();
    applies.forEach(clause -> fields.addAll(clause.fields()));
    holds.forEach(clause -> fields.addAll(clause.fields()));
    return new Prevention.Possible(
        policy.info(),
        applies.stream().map(PortableClause::expression).toList(),
        holds.stream().map(PortableClause::expression).toList(),
        List.copyOf(fields),
        scope,
        holds.size() == policy.policy().validations().size());
  }

  private Prevention impossible(String why) {
    return new Prevention.Impossible(policy.info(), why);
  }

  /** Its value, if that is the same for every environment. */
  private Optional<Object> constant(Expression expression) {
    return tree(expression)
        .filter(tree -> !readsOccasion(tree))
        .map(tree -> withoutSubject.evaluate(CompiledPolicy.plan(cel, tree)))
        .filter(Evaluation.Evaluated.Value.class::isInstance)
        .map(outcome -> ((Evaluation.Evaluated.Value) outcome).value());
  }

  /** Whether it depends on when and why it is asked. */
  private static boolean readsOccasion(CelAbstractSyntaxTree tree) {
    return CelNavigableAst.fromAst(tree)
        .getRoot()
        .allNodes()
        .filter(node -> node.getKind() == Kind.IDENT)
        .anyMatch(node -> OCCASION.contains(node.expr().ident().name()));
  }

  private Optional<PortableClause> portable(Expression expression) {
    return tree(expression).flatMap(tree -> PortableClause.of(expression.text(), tree));
  }

  /** Empty for what names a variable: those are not carried elsewhere. */
  private Optional<CelAbstractSyntaxTree> tree(Expression expression) {
    return new PolicyChecker(new ArrayList<>()).compile(cel, expression);
  }
}

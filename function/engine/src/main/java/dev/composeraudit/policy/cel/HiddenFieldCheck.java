package dev.composeraudit.policy.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.CelSelect;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.composeraudit.subject.hidden.HiddenValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds where an expression reads values that are hidden from policies. What it would compare is
 * never the real value, so that it could pass by mistake. To ask which names there are is allowed:
 * {@code has()}, {@code in}, {@code size()}, and loops over the names.
 */
final class HiddenFieldCheck {
  private static final Set<String> OF_NAMES = Set.of("@in", "_in_", "in", "size");

  private final CelAbstractSyntaxTree tree;
  private final List<String> found = new ArrayList<>();

  private HiddenFieldCheck(CelAbstractSyntaxTree tree) {
    this.tree = tree;
  }

  /** The fields that are read, each as often as it is. */
  static List<String> fields(CelAbstractSyntaxTree tree) {
    HiddenFieldCheck check = new HiddenFieldCheck(tree);
    check.visit(tree.getExpr());
    return check.found;
  }

  private void visit(CelExpr expression) {
    Optional<String> field = hidden(expression);
    if (field.isPresent()) {
      found.add(field.get());
    }
    if (expression.getKind() == Kind.CALL && OF_NAMES.contains(expression.call().function())) {
      expression.call().target().ifPresent(this::visitNames);
      expression.call().args().forEach(this::visitNames);
    } else if (expression.getKind() == Kind.COMPREHENSION) {
      visit(expression.comprehension());
    } else {
      CelNavigableExpr.fromExpr(expression).children().forEach(child -> visit(child.expr()));
    }
  }

  private void visit(CelComprehension loop) {
    // A loop with one variable over a map goes over its names.
    if (loop.iterVar2().isEmpty()) {
      visitNames(loop.iterRange());
    } else {
      visit(loop.iterRange());
    }
    List.of(loop.accuInit(), loop.loopCondition(), loop.loopStep(), loop.result())
        .forEach(this::visit);
  }

  /** An expression of which only the names are used, if it is a map. */
  private void visitNames(CelExpr expression) {
    if (hidden(expression).isPresent()) {
      CelNavigableExpr.fromExpr(expression).children().forEach(child -> visit(child.expr()));
    } else {
      visit(expression);
    }
  }

  private Optional<String> hidden(CelExpr expression) {
    if (expression.getKind() == Kind.SELECT) {
      CelSelect select = expression.select();
      return select.testOnly() ? Optional.empty() : hidden(select.operand(), select.field());
    }
    boolean optional =
        expression.getKind() == Kind.CALL && expression.call().function().equals("_?._");
    if (optional && expression.call().args().get(1).getKind() == Kind.CONSTANT) {
      CelConstant field = expression.call().args().get(1).constant();
      return hidden(expression.call().args().get(0), field.stringValue());
    }
    return Optional.empty();
  }

  private Optional<String> hidden(CelExpr operand, String field) {
    return tree.getType(operand.id())
        .map(HiddenFieldCheck::message)
        .filter(message -> HiddenValues.isHidden(message, field))
        .map(message -> field);
  }

  private static String message(CelType type) {
    return type.parameters().size() == 1 ? type.parameters().get(0).name() : type.name();
  }
}

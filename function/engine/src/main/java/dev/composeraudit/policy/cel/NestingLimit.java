package dev.composeraudit.policy.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableExpr;

/** How deep the loops of an expression lie within each other: all, exists, map, filter and more. */
final class NestingLimit {
  static final int MOST = 3;

  private NestingLimit() {}

  /** 0 if there is none; loops one after the other count as one. */
  static int depth(CelExpr expression) {
    if (expression.getKind() != Kind.COMPREHENSION) {
      return CelNavigableExpr.fromExpr(expression)
          .children()
          .mapToInt(child -> depth(child.expr()))
          .max()
          .orElse(0);
    }
    CelComprehension loop = expression.comprehension();
    int once =
        Math.max(depth(loop.iterRange()), Math.max(depth(loop.accuInit()), depth(loop.result())));
    int eachTime = Math.max(depth(loop.loopStep()), depth(loop.loopCondition()));
    return Math.max(once, (isNoLoop(loop) ? 0 : 1) + eachTime);
  }

  /** A loop over a literal empty list only gives a name to a value. */
  private static boolean isNoLoop(CelComprehension loop) {
    return loop.iterRange().getKind() == Kind.LIST && loop.iterRange().list().elements().isEmpty();
  }
}

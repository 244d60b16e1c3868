package dev.composeraudit.cli.export;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An expression in CEL that needs no more than the environment and CEL's own functions.
 *
 * @param fields of {@code resource} that it reads
 */
record PortableClause(String expression, Set<String> fields) {
  private static final String RESOURCE = "resource";
  private static final String IMAGE_VERSION = "resource.config.softwareConfig.imageVersion";
  private static final Pattern GENERATION =
      Pattern.compile("composer\\.generation\\s*(<=?|==|!=|>=?)\\s*([0-9])");
  private static final Set<String> FUNCTIONS =
      Set.of("size", "startsWith", "endsWith", "contains", "matches", "int", "string");

  /** The clause as it can be carried elsewhere; empty if it can't. */
  static Optional<PortableClause> of(String text, CelAbstractSyntaxTree tree) {
    Matcher generation = GENERATION.matcher(text.strip());
    if (generation.matches()) {
      return ofGenerations(generation.group(1), Integer.parseInt(generation.group(2)))
          .map(expression -> new PortableClause(expression, Set.of(IMAGE_VERSION)));
    }
    Set<String> fields = new TreeSet<>();
    boolean portable =
        CelNavigableAst.fromAst(tree)
            .getRoot()
            .allNodes()
            .allMatch(node -> isPortable(node, fields));
    return portable ? Optional.of(new PortableClause(text, fields)) : Optional.empty();
  }

  /** The variable {@code composer} is derived from the image version. */
  private static Optional<String> ofGenerations(String operator, int bound) {
    String digits =
        switch (operator) {
          case "<" -> digits(1, bound - 1);
          case "<=" -> digits(1, bound);
          case "==" -> digits(bound, bound);
          case "!=" -> digits(1, bound - 1) + digits(bound + 1, 9);
          case ">=" -> digits(bound, 9);
          default -> digits(bound + 1, 9);
        };
    return digits.isEmpty()
        ? Optional.empty()
        : Optional.of("%s.matches(\"^composer-[%s][-.]\")".formatted(IMAGE_VERSION, digits));
  }

  private static String digits(int first, int last) {
    return IntStream.rangeClosed(Math.max(1, first), Math.min(9, last))
        .mapToObj(Integer::toString)
        .collect(Collectors.joining());
  }

  private static boolean isPortable(CelNavigableExpr node, Set<String> fields) {
    CelExpr expression = node.expr();
    return switch (expression.getKind()) {
      case IDENT -> isKnown(node, expression.ident().name(), fields);
      case CALL -> isStandard(expression.call().function());
      case STRUCT, NOT_SET -> false;
      case CONSTANT, SELECT, LIST, MAP, COMPREHENSION -> true;
    };
  }

  private static boolean isKnown(CelNavigableExpr node, String name, Set<String> fields) {
    if (name.equals(RESOURCE)) {
      fields.add(path(node));
      return true;
    }
    for (Optional<CelNavigableExpr> up = node.parent(); up.isPresent(); up = up.get().parent()) {
      if (up.get().getKind() == Kind.COMPREHENSION
          && (up.get().expr().comprehension().iterVar().equals(name)
              || up.get().expr().comprehension().accuVar().equals(name))) {
        return true;
      }
    }
    return false;
  }

  /** The whole field that an identifier begins. */
  private static String path(CelNavigableExpr identifier) {
    StringBuilder path = new StringBuilder(RESOURCE);
    Optional<CelNavigableExpr> up = identifier.parent();
    while (up.isPresent() && up.get().getKind() == Kind.SELECT) {
      path.append('.').append(up.get().expr().select().field());
      up = up.get().parent();
    }
    return path.toString();
  }

  /**
   * Operators are named by the characters around their operands; those of optional types are new.
   */
  private static boolean isStandard(String function) {
    boolean operator = function.matches("[_!@-].*");
    return FUNCTIONS.contains(function)
        || (operator && !function.startsWith("_?.") && !function.startsWith("_[?"));
  }
}

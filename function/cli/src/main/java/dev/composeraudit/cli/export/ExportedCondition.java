package dev.composeraudit.cli.export;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The conditions of a policy as one expression. */
final class ExportedCondition {
  private static final Pattern FIELD = Pattern.compile("resource(\\.[A-Za-z0-9]+)+");

  /** What needs no brackets under a logical operator: a field, a comparison of one, a call. */
  private static final Pattern TIGHT =
      Pattern.compile("resource(\\.[A-Za-z0-9]+)+( == true|\\([^()]*\\))?");

  private ExportedCondition() {}

  /** True where the policy does not apply or is complied with. */
  static String complies(Prevention.Possible prevention) {
    List<String> stated = prevention.holds().stream().map(ExportedCondition::stated).toList();
    if (prevention.applies().isEmpty() && stated.size() == 1) {
      return stated.get(0);
    }
    String holds = conjunction(stated);
    return prevention.applies().isEmpty()
        ? holds
        : "!%s || %s".formatted(enclosed(conjunction(prevention.applies())), enclosed(holds));
  }

  /** True where the policy applies and is violated; a flag that is absent is false. */
  static String violates(Prevention.Possible prevention) {
    String broken =
        prevention.holds().stream()
            .map(ExportedCondition::broken)
            .collect(Collectors.joining(" || "));
    return prevention.applies().isEmpty()
        ? broken
        : conjunction(prevention.applies()) + " && (" + broken + ")";
  }

  private static String conjunction(List<String> conditions) {
    return conditions.stream().map(ExportedCondition::enclosed).collect(Collectors.joining(" && "));
  }

  /** A flag is compared, as in all of Google's examples. */
  private static String stated(String expression) {
    return FIELD.matcher(expression).matches() ? expression + " == true" : expression;
  }

  private static String broken(String expression) {
    return FIELD.matcher(expression).matches()
        ? "!has(%s) || %s == false".formatted(expression, expression)
        : "!" + enclosed(expression);
  }

  private static String enclosed(String expression) {
    return TIGHT.matcher(expression).matches() ? expression : "(" + expression + ")";
  }
}

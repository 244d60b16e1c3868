package dev.composeraudit.policy.source;

import com.google.gson.Gson;

/** The condition in CEL that a label of an environment has a value. */
final class LabelCondition {
  private static final Gson QUOTED = new Gson();

  private LabelCondition() {}

  /** Reads one key of {@code matchLabels}. */
  static PolicySource.Clause of(ObjectReader labels, String key) {
    String value = labels.optionalText(key, "");
    // Texts of JSON are texts of CEL too.
    String quoted = QUOTED.toJson(key);
    Expression expression =
        new Expression(
            "%s in resource.labels && resource.labels[%s] == %s"
                .formatted(quoted, quoted, QUOTED.toJson(value)),
            labels.document().file(),
            labels.document().place(labels.path(key)));
    return new PolicySource.Clause(
        "the label %s is %s".formatted(key, value), expression, expression.place());
  }
}

package dev.composeraudit.policy.source;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Document;
import dev.composeraudit.policy.result.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A binding as it was written: where a policy applies, and with which parameters.
 *
 * @param excludeResources environments that it is not about, though they match
 * @param matchConditions all must be true of an environment; those of {@code matchLabels} are among
 *     them
 * @param parameters as given; checked against the policy's schema when the set is put together
 * @param parametersPath their path in the document
 * @param severity in place of the policy's; null = the policy's
 * @param enforce whether a violation alarms; if not, its severity is Informational
 */
public record BindingSource(
    String name,
    String policyName,
    List<ResourcePattern> matchResources,
    List<ResourcePattern> excludeResources,
    List<PolicySource.Clause> matchConditions,
    JsonObject parameters,
    Document document,
    String parametersPath,
    @Nullable Severity severity,
    boolean enforce) {
  /** Reads a binding; errors are collected. */
  static BindingSource read(ObjectReader object) {
    String name = object.metadataName();
    ObjectReader spec = object.object("spec", true);
    ObjectReader parameters = spec.object("parameters", false);
    BindingSource binding =
        new BindingSource(
            name,
            spec.text("policyName"),
            ResourcePattern.read(spec),
            ResourcePattern.read(spec, "excludeResources"),
            conditions(spec),
            parameters.json(),
            object.document(),
            "$.spec.parameters",
            spec.choice("severity", Severity.class, false).orElse(null),
            spec.flag("enforce", true));
    spec.close();
    return binding;
  }

  /** What must be true of an environment that a binding is for. */
  private static List<PolicySource.Clause> conditions(ObjectReader spec) {
    List<PolicySource.Clause> conditions =
        new ArrayList<>(PolicySource.clauses(spec, "matchConditions"));
    ObjectReader labels = spec.object("matchLabels", false);
    for (String key : labels.keys()) {
      conditions.add(LabelCondition.of(labels, key));
    }
    return conditions;
  }
}

package dev.composeraudit.cli.input.document;

import com.google.gson.JsonObject;
import java.util.Set;

/** Detects what Terraform and Pulumi write, by the content alone. */
final class TerraformDocuments {
  private static final Set<String> PLAN_KEYS =
      Set.of(
          "resource_changes",
          "planned_values",
          "configuration",
          "prior_state",
          "resource_drift",
          "output_changes",
          "deferred_changes");
  private static final Set<String> CONFIGURATION_KEYS =
      Set.of(
          "resource",
          "data",
          "module",
          "provider",
          "variable",
          "terraform",
          "locals",
          "output",
          "import",
          "moved",
          "removed",
          "check",
          // What the CDK for Terraform writes beside them.
          "//");
  private static final Set<String> OUTPUT_KEYS =
      Set.of("provider_schemas", "diagnostics", "resource_schemas", "selections");

  private TerraformDocuments() {}

  /** The kind of a document of Terraform, or of Pulumi; UNKNOWN for others. */
  static DocumentKind kind(JsonObject root) {
    if (root.has("@level") && root.has("@message")) {
      return DocumentKind.TERRAFORM_LOG;
    }
    if (OUTPUT_KEYS.stream().anyMatch(root::has) || isOutputs(root)) {
      return DocumentKind.TERRAFORM_OUTPUT;
    }
    if (root.has("format_version")) {
      if (root.keySet().stream().anyMatch(PLAN_KEYS::contains)) {
        return DocumentKind.TERRAFORM_PLAN;
      }
      return root.has("values") || root.has("terraform_version") || root.size() == 1
          ? DocumentKind.TERRAFORM_STATE
          : DocumentKind.UNKNOWN;
    }
    if (root.has("resource_changes") || root.has("planned_values")) {
      return DocumentKind.TERRAFORM_PLAN;
    }
    // The third version of states and those before had modules.
    if (root.has("serial") && (root.has("resources") || root.has("modules"))) {
      return DocumentKind.TERRAFORM_STATE_FILE;
    }
    if (root.has("deployment") || (root.has("steps") && root.has("changeSummary"))) {
      return DocumentKind.PULUMI;
    }
    return CONFIGURATION_KEYS.containsAll(root.keySet())
            && root.keySet().stream().anyMatch(key -> !key.equals("data"))
        ? DocumentKind.TERRAFORM_CONFIGURATION
        : DocumentKind.UNKNOWN;
  }

  /** Whether it is what terraform output prints: each output with its value beside its type. */
  private static boolean isOutputs(JsonObject root) {
    return root.asMap().values().stream()
        .allMatch(
            output ->
                output instanceof JsonObject object
                    && object.has("sensitive")
                    && object.has("value"));
  }
}

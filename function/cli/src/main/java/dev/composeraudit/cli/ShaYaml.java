package dev.composeraudit.cli;

import dev.composeraudit.cli.export.Prevention;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Severity;
import java.util.List;

/** A policy as a custom module of Security Health Analytics. */
final class ShaYaml {
  private ShaYaml() {}

  static String of(Prevention.Possible prevention) {
    PolicyInfo policy = prevention.policy();
    Yaml yaml =
        new Yaml()
            .comment("From the policy %s (%s).".formatted(policy.name(), policy.version()))
            .comment(
                "gcloud scc custom-modules sha create --custom-config-from-file=FILE"
                    + " --enablement-state=ENABLED");
    if (!prevention.isWhole()) {
      yaml.comment("A part of it: the rest needs more than the environment.");
    }
    if (!prevention.scope().isEmpty()) {
      yaml.comment("Enable it only for " + String.join(", ", prevention.scope()));
    }
    return yaml.plain("severity", severity(policy.severity()))
        .text("description", policy.displayName())
        .text("recommendation", policy.recommendation())
        .object(
            "resource_selector",
            new Yaml().list("resource_types", List.of("composer.googleapis.com/Environment")))
        .object("predicate", new Yaml().text("expression", ExportedCondition.violates(prevention)))
        .toString();
  }

  /** The service knows nothing below LOW. */
  private static String severity(Severity severity) {
    return (severity == Severity.INFORMATIONAL ? Severity.LOW : severity).name();
  }
}

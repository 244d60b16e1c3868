package dev.composeraudit.cli.export;

import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Severity;
import java.util.List;

/** A policy as a custom module of Security Health Analytics. */
final class ShaYaml {
  private static final int NAME_LIMIT = 128;

  private final String parent;

  /**
   * @param parent gcloud's flag for where the module is created
   */
  ShaYaml(String parent) {
    this.parent = parent;
  }

  String of(Prevention.Possible prevention) {
    PolicyInfo policy = prevention.policy();
    Yaml yaml =
        new Yaml()
            .comment("From the policy %s (%s).".formatted(policy.name(), policy.version()))
            .comment(
                "gcloud scc custom-modules sha create %s --display-name=%s"
                        .formatted(parent, displayName(policy))
                    + " --enablement-state=enabled --custom-config-from-file=FILE");
    if (!prevention.isWhole()) {
      yaml.comment("This is a part of the policy: the rest needs more than the environment.");
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

  /** The category of the module's findings: a letter, then letters, digits and underscores. */
  private static String displayName(PolicyInfo policy) {
    String words = policy.name().replaceAll("[^a-zA-Z0-9]", "_");
    String name = words.matches("[a-z].*") ? words : "policy_" + words;
    return name.substring(0, Math.min(NAME_LIMIT, name.length()));
  }

  /** The service knows nothing below LOW. */
  private static String severity(Severity severity) {
    return (severity == Severity.INFORMATIONAL ? Severity.LOW : severity).name();
  }
}

package dev.composeraudit.cli.export;

import dev.composeraudit.policy.result.PolicyInfo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A policy as two documents of the Organization Policy Service: a custom constraint, and the
 * organization policy that tries it out without refusing anything.
 */
final class OrgPolicyYaml {
  // google.cloud.orgpolicy.v2.CustomConstraint
  private static final int NAME_LIMIT = 70;
  private static final int CONDITION_LIMIT = 1000;
  private static final int TITLE_LIMIT = 200;
  private static final int DESCRIPTION_LIMIT = 2000;

  private final String organization;
  private final Set<String> fields = fields();

  OrgPolicyYaml(String organization) {
    this.organization = organization;
  }

  String of(Prevention.Possible prevention) throws UnsupportedPolicyException {
    for (String field : prevention.fields()) {
      if (!fields.contains(field)) {
        throw new UnsupportedPolicyException("custom constraints do not know " + field);
      }
    }
    String name = "custom." + camelCase(prevention.policy().name());
    String condition = ExportedCondition.complies(prevention);
    if (name.length() > NAME_LIMIT || condition.length() > CONDITION_LIMIT) {
      throw new UnsupportedPolicyException("its name or its condition is too long");
    }
    return constraint(prevention, name, condition) + "---\n" + dryRun(name);
  }

  private String constraint(Prevention.Possible prevention, String name, String condition) {
    PolicyInfo policy = prevention.policy();
    return comments(prevention)
        .plain("name", "organizations/%s/customConstraints/%s".formatted(organization, name))
        .list("resourceTypes", List.of("composer.googleapis.com/Environment"))
        // Not UPDATE: that would forbid all changes to what exists already and violates.
        .list("methodTypes", List.of("CREATE"))
        .text("condition", condition)
        .plain("actionType", "ALLOW")
        .text("displayName", limited(policy.displayName(), TITLE_LIMIT))
        .text("description", limited(policy.description(), DESCRIPTION_LIMIT))
        .toString();
  }

  private String dryRun(String constraint) {
    return new Yaml()
        .comment("Tests the constraint: violations are logged, nothing is refused.")
        .comment("gcloud org-policies set-policy FILE --update-mask=policy.dry_run_spec")
        .comment(
            "To refuse violations, write spec instead of dryRunSpec, and leave out"
                + " --update-mask.")
        .plain("name", "organizations/%s/policies/%s".formatted(organization, constraint))
        .object("dryRunSpec", new Yaml().object("rules", new Yaml().plain("- enforce", "true")))
        .toString();
  }

  private static Yaml comments(Prevention.Possible prevention) {
    Yaml yaml =
        new Yaml()
            .comment(
                "From the policy %s (%s)."
                    .formatted(prevention.policy().name(), prevention.policy().version()))
            .comment(
                "gcloud org-policies set-custom-constraint FILE, before the policy that follows.");
    if (!prevention.isWhole()) {
      yaml.comment("This is a part of the policy: the rest needs more than the environment.");
    }
    if (!prevention.scope().isEmpty()) {
      yaml.comment("Enforce it only for " + String.join(", ", prevention.scope()));
    }
    return yaml;
  }

  /** {@code ip-masquerade-agent-enabled} as {@code composerIpMasqueradeAgentEnabled}. */
  private static String camelCase(String name) {
    return "composer"
        + Stream.of(name.split("-", -1))
            .filter(word -> !word.isEmpty())
            .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
            .collect(Collectors.joining());
  }

  private static String limited(String text, int limit) {
    return text.length() <= limit ? text : text.substring(0, limit - 1) + "…";
  }

  private static Set<String> fields() {
    try (InputStream resource =
            Objects.requireNonNull(
                OrgPolicyYaml.class.getResourceAsStream("org-policy-fields.txt"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException unreadable) {
      throw new UncheckedIOException("reading org-policy-fields.txt in the jar", unreadable);
    }
  }
}

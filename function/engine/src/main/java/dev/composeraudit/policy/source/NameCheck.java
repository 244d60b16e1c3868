package dev.composeraudit.policy.source;

import dev.composeraudit.document.Document;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.Suggestion;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks the names across documents: each occurs once, and what is named exists. */
public final class NameCheck {
  private static final String NAME = "$.metadata.name";

  private final PolicyFileReader reader;
  private final List<Issue> issues;
  private final Set<String> policies;

  public NameCheck(PolicyFileReader reader, List<Issue> issues) {
    this.reader = reader;
    this.issues = issues;
    this.policies =
        reader.policies.stream().map(policy -> policy.info().name()).collect(Collectors.toSet());
  }

  public void check() {
    Set<String> seen = new HashSet<>();
    for (PolicySource policy : reader.policies) {
      checkOnce(seen, policy.info().name(), policy.document(), "two policies have this name");
      checkKnown(policy.info().causedBy(), policy.document(), "$.spec.causedBy[%d]");
      checkKnown(policy.mitigatedBy(), policy.document(), "$.spec.mitigatedBy[%d]");
      checkBound(policy);
    }
    seen.clear();
    for (BindingSource binding : reader.bindings) {
      checkOnce(seen, binding.name(), binding.document(), "two bindings have this name");
      checkKnown(List.of(binding.policyName()), binding.document(), "$.spec.policyName");
    }
    seen.clear();
    for (ExceptionSource exception : reader.exceptions) {
      checkOnce(seen, exception.name(), exception.document(), "two exceptions have this name");
      checkKnown(exception.policies(), exception.document(), "$.spec.policyRefs[%d].name");
    }
  }

  private void checkOnce(Set<String> seen, String name, Document document, String message) {
    if (!name.isBlank() && !seen.add(name)) {
      issues.add(document.issue("duplicate-name", NAME, message));
    }
  }

  private void checkKnown(List<String> names, Document document, String path) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      // A file that cannot be read may hold it: one mistake is not reported twice.
      if (!name.isBlank() && !policies.contains(name) && !reader.mayHold(name)) {
        issues.add(
            document.issue(
                "unknown-policy",
                path.formatted(i),
                "there is no policy " + Excerpt.of(name) + Suggestion.question(name, policies)));
      }
    }
  }

  /** A policy that has to be given parameters, and is not, would never apply. */
  private void checkBound(PolicySource policy) {
    String name = policy.info().name();
    boolean bound = reader.bindings.stream().anyMatch(binding -> binding.policyName().equals(name));
    if (!bound && !policy.parameters().type().required().isEmpty()) {
      issues.add(
          policy
              .document()
              .issue(
                  "unbound",
                  "$.spec.parameters",
                  "%s have no default, and no binding gives them"
                      .formatted(policy.parameters().type().required())));
    }
  }
}

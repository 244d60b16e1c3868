package dev.composeraudit.policy.result;

import java.util.List;

/**
 * What a policy file says about itself: the information half of a policy.
 *
 * @param category its label {@code category}; blank if it has none
 * @param recommendation what to do about a violation, in general; blank if not stated
 * @param version {@code sha256:} and the first twelve hex digits of its file's digest
 * @param causedBy names of policies whose FAIL explains a FAIL of this one
 */
public record PolicyInfo(
    String name,
    String displayName,
    String description,
    Severity severity,
    String category,
    String recommendation,
    List<String> references,
    List<String> standards,
    String version,
    List<String> causedBy) {
  public PolicyInfo {
    references = List.copyOf(references);
    standards = List.copyOf(standards);
    causedBy = List.copyOf(causedBy);
  }

  /**
   * Whether the policy is about what can be seen ({@code category: observability}). Its ERROR is
   * the root cause of every ERROR of others for an unknown part, and it never fails.
   */
  public boolean isObservability() {
    return category.equals("observability");
  }
}

package dev.composeraudit.cli.export;

import dev.composeraudit.policy.result.PolicyInfo;
import java.util.List;

/** Whether Google's own services can hold a policy, which see an environment and nothing else. */
public sealed interface Prevention {
  PolicyInfo policy();

  /**
   * They can, at least in part.
   *
   * @param applies CEL over {@code resource}; the policy is about environments where all are true
   * @param holds CEL over {@code resource}; what must hold there
   * @param fields the fields that these read, as {@code resource.config.environmentSize}, in order
   * @param scope patterns for the environments that the policy is about; empty = all
   * @param isWhole whether nothing of the policy is left out
   */
  record Possible(
      PolicyInfo policy,
      List<String> applies,
      List<String> holds,
      List<String> fields,
      List<String> scope,
      boolean isWhole)
      implements Prevention {
    public Possible {
      applies = List.copyOf(applies);
      holds = List.copyOf(holds);
      fields = List.copyOf(fields);
      scope = List.copyOf(scope);
    }
  }

  /**
   * They cannot.
   *
   * @param why one line
   */
  record Impossible(PolicyInfo policy, String why) implements Prevention {}
}

package dev.composeraudit.policy.judge;

import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.source.Struct;
import java.util.List;

/** Finds ways to comply with a policy that fails for the subject that is being judged. */
@FunctionalInterface
public interface RemedyFinder {
  /**
   * Finds the remedies of one policy, least effort first.
   *
   * @param parameters those under which the policy fails
   */
  List<Result.Remedy> find(CompiledPolicy policy, List<Struct> parameters);
}

package dev.composeraudit.cli;

import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.result.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that limits results to some policies, for the verbs that judge. */
final class WantedPolicies {
  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description = "only this policy; may be repeated")
  private List<String> names = new ArrayList<>();

  /**
   * Checks that they are in force.
   *
   * @throws IOException with one line for the user
   */
  void check(PolicySet set) throws IOException {
    check(PolicyOptions.names(set));
  }

  /**
   * Checks that they are among the policies of these names.
   *
   * @throws IOException with one line for the user
   */
  void check(List<String> known) throws IOException {
    for (String name : names) {
      if (!known.contains(name)) {
        throw PolicyOptions.noSuchPolicy(name, known);
      }
    }
  }

  /** Whether all policies are wanted. */
  boolean areAll() {
    return names.isEmpty();
  }

  boolean contains(Result result) {
    return contains(result.policy().name());
  }

  boolean contains(String policy) {
    return names.isEmpty() || names.contains(policy);
  }
}

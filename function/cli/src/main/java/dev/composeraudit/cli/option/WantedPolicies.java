package dev.composeraudit.cli.option;

import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.result.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that limits results to some policies, for the commands that judge. */
public final class WantedPolicies {
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
  public void check(PolicySet set) throws IOException {
    check(PolicyOptions.names(set));
  }

  /**
   * Checks that they are among the policies of these names.
   *
   * @throws IOException with one line for the user
   */
  public void check(List<String> known) throws IOException {
    for (String name : names) {
      if (!known.contains(name)) {
        throw PolicyOptions.noSuchPolicy(name, known);
      }
    }
  }

  /** Whether all policies are wanted. */
  public boolean areAll() {
    return names.isEmpty();
  }

  public boolean contains(Result result) {
    return contains(result.policy().name());
  }

  public boolean contains(String policy) {
    return names.isEmpty() || names.contains(policy);
  }
}

package dev.composeraudit.cli.policytest;

import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.Suggestion;
import dev.composeraudit.policy.judge.BoundPolicy;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.source.PolicySource;
import dev.composeraudit.policy.source.PolicyTestSource;
import dev.composeraudit.policy.source.PolicyTestSource.Case;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks that tests are of policies that exist, and that each policy is shown to pass and fail. */
final class TestCoverage {
  private final List<PolicySource> policies;
  private final List<PolicyTestSource> tests;
  private final List<Issue> issues;

  TestCoverage(List<BoundPolicy> policies, List<PolicyTestSource> tests, List<Issue> issues) {
    this.policies =
        policies.stream()
            .map(policy -> policy.policy().source())
            .sorted(Comparator.comparing(policy -> policy.info().name()))
            .toList();
    this.tests = tests;
    this.issues = issues;
  }

  /** That policies exist, and that no two cases have one name. */
  void checkNames() {
    Set<String> names =
        policies.stream().map(policy -> policy.info().name()).collect(Collectors.toSet());
    Set<String> cases = new HashSet<>();
    for (PolicyTestSource test : tests) {
      if (!names.contains(test.policy())) {
        issues.add(
            test.document()
                .issue(
                    "unknown-policy",
                    "$.policy",
                    "there is no policy "
                        + Excerpt.of(test.policy())
                        + Suggestion.question(test.policy(), names)));
      }
      for (Case each : test.cases()) {
        if (!cases.add(test.policy() + "/" + each.name())) {
          issues.add(
              test.document()
                  .issue("duplicate-name", each.path() + ".name", "two cases have this name"));
        }
      }
    }
  }

  /** That each policy is shown to pass and to fail. */
  void checkTested() {
    policies.forEach(this::checkTested);
  }

  private void checkTested(PolicySource policy) {
    PolicyInfo info = policy.info();
    Set<Outcome> expected =
        tests.stream()
            .filter(test -> test.policy().equals(info.name()))
            .flatMap(test -> test.cases().stream().map(Case::result))
            .collect(Collectors.toSet());
    for (Outcome needed : List.of(Outcome.PASS, failing(info))) {
      if (!expected.contains(needed)) {
        issues.add(
            policy
                .document()
                .issue(
                    "untested",
                    "$.metadata.name",
                    "%s has no test that expects %s; add a case to the tests.yaml beside it"
                        .formatted(info.name(), needed)));
      }
    }
  }

  /** A policy about what can be seen never fails: what it refuses, it cannot judge. */
  private static Outcome failing(PolicyInfo policy) {
    return policy.isObservability() ? Outcome.ERROR : Outcome.FAIL;
  }
}

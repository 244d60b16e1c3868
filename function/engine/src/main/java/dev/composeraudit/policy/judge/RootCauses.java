package dev.composeraudit.policy.judge;

import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Result.AppliedException;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.subject.Observed.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes one alarm of one root cause: a result that other results explain names them, one that an
 * exception for its cause covers is exempt too, and one that others mitigate is Informational.
 */
public final class RootCauses {
  private final Set<String> failed;
  private final Set<String> passed;
  private final List<String> unseen;
  private final Map<String, AppliedException> exempt = new HashMap<>();
  private final Map<String, List<String>> mitigators;

  private RootCauses(List<Result> results, Map<String, List<String>> mitigators) {
    this.failed = named(results, Outcome.FAIL);
    this.passed = named(results, Outcome.PASS);
    this.unseen =
        results.stream()
            .filter(result -> result.outcome() == Outcome.ERROR)
            .map(Result::policy)
            .filter(PolicyInfo::isObservability)
            .map(PolicyInfo::name)
            .toList();
    this.mitigators = mitigators;
    for (Result result : results) {
      if (result.exception() != null && !result.exception().isExact()) {
        exempt.put(result.policy().name(), result.exception());
      }
    }
  }

  private static Set<String> named(List<Result> results, Outcome outcome) {
    return results.stream()
        .filter(result -> result.outcome() == outcome)
        .map(result -> result.policy().name())
        .collect(Collectors.toSet());
  }

  /**
   * Adds to each result which others explain or mitigate it.
   *
   * @param mitigators by a policy's name those whose PASS makes its FAIL Informational
   */
  public static List<Result> explain(List<Result> results, Map<String, List<String>> mitigators) {
    RootCauses causes = new RootCauses(results, mitigators);
    causes.exemptEffects(results);
    return results.stream().map(causes::explain).map(causes::mitigate).toList();
  }

  /** An exception for a cause covers its effects, and theirs. */
  private void exemptEffects(List<Result> results) {
    boolean found = true;
    while (found) {
      found = false;
      for (Result result : results) {
        String name = result.policy().name();
        if (result.outcome() == Outcome.FAIL && !exempt.containsKey(name)) {
          List<String> causes = exemptCauses(result);
          if (failedCauses(result).isEmpty() && !causes.isEmpty()) {
            exempt.put(name, Objects.requireNonNull(exempt.get(causes.get(0))));
            failed.remove(name);
            found = true;
          }
        }
      }
    }
  }

  private List<String> failedCauses(Result result) {
    return result.policy().causedBy().stream().filter(failed::contains).toList();
  }

  private List<String> exemptCauses(Result result) {
    return result.policy().causedBy().stream().filter(exempt::containsKey).toList();
  }

  private Result explain(Result result) {
    return switch (result.outcome()) {
      case FAIL -> {
        AppliedException covering = exempt.get(result.policy().name());
        yield covering == null
            ? result.causedBy(failedCauses(result))
            : result.exempt(covering, exemptCauses(result));
      }
      case ERROR -> result.causedBy(causesOfError(result));
      case PASS, SKIP, EXEMPT, PENDING -> result;
    };
  }

  /**
   * What was read and cannot be understood may be a failure of its own; what was not read is the
   * one alarm of the policy about what can be seen.
   */
  private List<String> causesOfError(Result result) {
    if (result.unknown().isEmpty()) {
      return List.of();
    }
    boolean read =
        result.unknown().stream().allMatch(part -> part.reason() == Reason.INDETERMINATE);
    List<String> declared = read ? failedCauses(result) : List.of();
    if (!declared.isEmpty()) {
      return declared;
    }
    return result.policy().isObservability() ? List.of() : unseen;
  }

  private Result mitigate(Result result) {
    List<String> by = mitigators.getOrDefault(result.policy().name(), List.of());
    return result.outcome() == Outcome.FAIL && !by.isEmpty() && passed.containsAll(by)
        ? result.at(
            Severity.INFORMATIONAL,
            "Informational, because it complies with " + String.join(", ", by))
        : result;
  }
}

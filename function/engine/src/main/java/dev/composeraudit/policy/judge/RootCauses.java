package dev.composeraudit.policy.judge;

import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.subject.Observed.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One root cause, one alarm: results that another result explains or softens say so. */
public final class RootCauses {
  private RootCauses() {}

  /**
   * Adds to each result which others explain or soften it.
   *
   * @param mitigators by a policy's name those whose PASS makes its FAIL Informational
   */
  public static List<Result> explain(List<Result> results, Map<String, List<String>> mitigators) {
    if (results.stream().noneMatch(RootCauses::isOpen)) {
      return List.copyOf(results);
    }
    Set<String> failed = named(results, Outcome.FAIL);
    Set<String> passed = named(results, Outcome.PASS);
    List<String> blind =
        results.stream()
            .filter(result -> result.outcome() == Outcome.ERROR)
            .filter(result -> result.policy().isObservability())
            .map(result -> result.policy().name())
            .toList();
    return results.stream()
        .map(result -> explain(result, failed, blind))
        .map(
            result ->
                mitigate(
                    result, mitigators.getOrDefault(result.policy().name(), List.of()), passed))
        .toList();
  }

  /** Whether it is one of those that another may explain or soften. */
  private static boolean isOpen(Result result) {
    return result.outcome() == Outcome.FAIL || result.outcome() == Outcome.ERROR;
  }

  private static Result mitigate(Result result, List<String> by, Set<String> passed) {
    if (result.outcome() != Outcome.FAIL || by.isEmpty() || !passed.containsAll(by)) {
      return result;
    }
    List<String> notes = new ArrayList<>(result.notes());
    notes.add("Informational, because it complies with " + String.join(", ", by));
    return new Result(
        result.policy(),
        result.outcome(),
        Severity.INFORMATIONAL,
        result.messages(),
        result.violations(),
        result.unknown(),
        result.causedBy(),
        result.exception(),
        notes,
        result.remedies());
  }

  private static Result explain(Result result, Set<String> failed, List<String> blind) {
    List<String> causes =
        switch (result.outcome()) {
          case FAIL -> result.policy().causedBy().stream().filter(failed::contains).toList();
          case ERROR -> causesOfError(result, failed, blind);
          case PASS, SKIP, EXEMPT, PENDING -> List.<String>of();
        };
    return causes.isEmpty() ? result : causedBy(result, causes);
  }

  /**
   * What was read and cannot be understood may be a failure of its own; what was not read is the
   * one alarm of what cannot be seen.
   */
  private static List<String> causesOfError(Result result, Set<String> failed, List<String> blind) {
    if (result.unknown().isEmpty()) {
      return List.of();
    }
    boolean read =
        result.unknown().stream().allMatch(part -> part.reason() == Reason.INDETERMINATE);
    List<String> declared =
        result.policy().causedBy().stream().filter(it -> read && failed.contains(it)).toList();
    if (!declared.isEmpty()) {
      return declared;
    }
    return result.policy().isObservability() ? List.of() : blind;
  }

  private static Result causedBy(Result result, List<String> causes) {
    return new Result(
        result.policy(),
        result.outcome(),
        result.severity(),
        result.messages(),
        result.violations(),
        result.unknown(),
        causes,
        result.exception(),
        result.notes(),
        result.remedies());
  }

  private static Set<String> named(List<Result> results, Outcome outcome) {
    return results.stream()
        .filter(result -> result.outcome() == outcome)
        .map(result -> result.policy().name())
        .collect(Collectors.toSet());
  }
}

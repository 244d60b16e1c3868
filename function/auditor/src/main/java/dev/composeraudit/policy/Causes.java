package dev.composeraudit.policy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One root cause, one alarm: results that another result explains say so. */
final class Causes {
  private Causes() {}

  static List<Result> explain(List<Result> results) {
    Set<String> failed = named(results, Outcome.FAIL);
    boolean blind = named(results, Outcome.ERROR).contains(PolicySet.OBSERVABLE);
    return results.stream().map(result -> explain(result, failed, blind)).toList();
  }

  private static Result explain(Result result, Set<String> failed, boolean blind) {
    List<String> causes =
        switch (result.outcome()) {
          case FAIL -> result.policy().causedBy().stream().filter(failed::contains).toList();
          case ERROR ->
              blind
                      && !result.unknown().isEmpty()
                      && !result.policy().name().equals(PolicySet.OBSERVABLE)
                  ? List.of(PolicySet.OBSERVABLE)
                  : List.<String>of();
          case PASS, SKIP, EXEMPT, PENDING -> List.<String>of();
        };
    return causes.isEmpty() ? result : causedBy(result, causes);
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

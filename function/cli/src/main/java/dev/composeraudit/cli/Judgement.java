package dev.composeraudit.cli;

import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.EnvironmentName;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the policies say of one subject.
 *
 * @param file where the subject comes from, as the user named it
 * @param results in the order of the policies' names
 */
record Judgement(String file, EnvironmentName environment, List<Result> results) {
  Judgement {
    results = List.copyOf(results);
  }

  /** How often each outcome came, those that never did included. */
  static Map<Outcome, Long> count(List<Judgement> judgements) {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, all(judgements).stream().filter(is(outcome)).count());
    }
    return counts;
  }

  /** 2 as soon as something could not be judged, else 1 if a violation reaches the threshold. */
  static int exitCode(List<Judgement> judgements, Threshold threshold) {
    List<Result> results = all(judgements);
    if (results.isEmpty() || results.stream().anyMatch(is(Outcome.ERROR))) {
      return ExitCode.TROUBLE;
    }
    return results.stream().anyMatch(threshold::isReachedBy) ? ExitCode.VIOLATIONS : ExitCode.CLEAN;
  }

  private static List<Result> all(List<Judgement> judgements) {
    return judgements.stream().flatMap(judgement -> judgement.results().stream()).toList();
  }

  private static Predicate<Result> is(Outcome outcome) {
    return result -> result.outcome() == outcome;
  }
}

package dev.composeraudit.cli;

import dev.composeraudit.cli.format.CheckReport;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.EnvironmentName;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the policies say of one subject.
 *
 * @param file where the subject comes from, as the user named it
 * @param environment null if its name is not known yet
 * @param address Terraform's, or apiVersion/kind/name of a manifest; null for other documents
 * @param line one-based; null if it is not known
 * @param results in the order of the policies' names
 */
record Judgement(
    String file,
    @Nullable EnvironmentName environment,
    @Nullable String address,
    @Nullable Integer line,
    List<Result> results) {
  Judgement {
    results = List.copyOf(results);
  }

  /** 2 as soon as something could not be judged, else 1 if a violation reaches the threshold. */
  static int exitCode(List<Judgement> judgements, Threshold threshold) {
    List<Result> results =
        judgements.stream().flatMap(judgement -> judgement.results().stream()).toList();
    if (results.isEmpty()
        || results.stream().anyMatch(result -> result.outcome() == Outcome.ERROR)) {
      return ExitCode.TROUBLE;
    }
    return results.stream().anyMatch(threshold::isReachedBy) ? ExitCode.VIOLATIONS : ExitCode.CLEAN;
  }

  /** Its results, as reports have them. */
  Stream<CheckReport.Row> rows() {
    return results.stream()
        .map(result -> new CheckReport.Row(environment, file, address, line, result));
  }
}

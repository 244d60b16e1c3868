package dev.composeraudit.cli.check;

import dev.composeraudit.cli.format.CheckReport;
import dev.composeraudit.cli.input.environment.InputEnvironment;
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

  /** What policies say of a subject. What can be pasted would show what must not be shown. */
  static Judgement of(InputEnvironment source, List<Result> results) {
    return new Judgement(
        source.file(),
        source.name(),
        source.address(),
        source.line(),
        source.hasSecrets() ? results.stream().map(Result::withoutRemedies).toList() : results);
  }

  /** Its results, as reports have them. */
  Stream<CheckReport.Row> rows() {
    return results.stream()
        .map(result -> new CheckReport.Row(environment, file, address, line, result));
  }
}

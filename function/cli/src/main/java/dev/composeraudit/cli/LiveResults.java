package dev.composeraudit.cli;

import dev.composeraudit.cli.format.CheckReport;
import dev.composeraudit.cli.format.CheckReport.Missing;
import dev.composeraudit.cli.format.CheckReport.Row;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.report.finding.HandledEvent.Audit;
import dev.composeraudit.report.finding.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes what was found out about live environments, and says which exit code that makes. */
final class LiveResults {
  private final Console console;
  private final PolicySet policies;
  private final WantedPolicies wanted;
  private final Threshold failOn;

  LiveResults(Console console, PolicySet policies, WantedPolicies wanted, Threshold failOn) {
    this.console = console;
    this.policies = policies;
    this.wanted = wanted;
    this.failOn = failOn;
  }

  /**
   * Writes the results in every format that was asked for.
   *
   * @return the exit code
   * @throws IOException if a file can't be written; the message is fit for the user
   */
  int write(List<Audit> audits, List<Missing> missing, ResultFormatOptions formats)
      throws IOException {
    List<Audit> shown = audits.stream().map(this::filtered).toList();
    List<Row> rows = new ArrayList<>();
    for (Audit audit : shown) {
      Report report = audit.report();
      report
          .results()
          .forEach(result -> rows.add(new Row(report.subject().name(), null, null, null, result)));
    }
    formats.write(
        new CheckReport(
            Version.number(),
            policies.digest(),
            console.clock().instant(),
            shown.size(),
            missing,
            rows,
            shown),
        console);
    if (shown.isEmpty()) {
      console.err().println("nothing was judged: no environment was found");
    }
    return exitCode(rows.stream().map(Row::result).toList(), missing);
  }

  private int exitCode(List<Result> results, List<Missing> missing) {
    boolean undecided = results.stream().anyMatch(result -> result.outcome() == Outcome.ERROR);
    if (results.isEmpty() || !missing.isEmpty() || undecided) {
      return ExitCode.TROUBLE;
    }
    return results.stream().anyMatch(failOn::isReachedBy) ? ExitCode.VIOLATIONS : ExitCode.CLEAN;
  }

  private Audit filtered(Audit audit) {
    Report report = audit.report();
    List<Result> results = report.results().stream().filter(wanted::contains).toList();
    return new Audit(
        new Report(report.event(), report.subject(), results, report.policies(), report.time()),
        audit.isGone());
  }
}

package dev.composeraudit.cli.live;

import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.console.ExitCode;
import dev.composeraudit.cli.console.Version;
import dev.composeraudit.cli.format.CheckReport;
import dev.composeraudit.cli.format.CheckReport.Missing;
import dev.composeraudit.cli.format.CheckReport.Row;
import dev.composeraudit.cli.option.JudgeOptions;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.report.finding.HandledEvent.Audit;
import dev.composeraudit.report.finding.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes results of live environments, and returns the exit code. */
public final class LiveResults {
  private final Console console;
  private final PolicySet policies;
  private final JudgeOptions options;

  public LiveResults(Console console, PolicySet policies, JudgeOptions options) {
    this.console = console;
    this.policies = policies;
    this.options = options;
  }

  /**
   * Writes the results in every format that was asked for.
   *
   * @return the exit code
   * @throws IOException if a file can't be written; the message is fit for the user
   */
  public int write(List<Audit> audits, List<Missing> missing) throws IOException {
    List<Audit> shown = audits.stream().map(this::filtered).toList();
    List<Row> rows = new ArrayList<>();
    for (Audit audit : shown) {
      Report report = audit.report();
      report
          .results()
          .forEach(result -> rows.add(new Row(report.subject().name(), null, null, null, result)));
    }
    options.write(
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
      console
          .err()
          .println("nothing was judged" + (missing.isEmpty() ? ": no environment was found" : ""));
    }
    return missing.isEmpty()
        ? options.threshold().exitCode(rows.stream().map(Row::result).toList())
        : ExitCode.TROUBLE;
  }

  private Audit filtered(Audit audit) {
    Report report = audit.report();
    List<Result> results = report.results().stream().filter(options.wanted()::contains).toList();
    return new Audit(
        new Report(report.event(), report.subject(), results, report.policies(), report.time()),
        audit.isGone());
  }
}

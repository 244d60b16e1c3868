package dev.composeraudit.cli.check;

import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.console.ExitCode;
import dev.composeraudit.cli.console.Version;
import dev.composeraudit.cli.files.SubjectFiles;
import dev.composeraudit.cli.files.SubjectFiles.Found;
import dev.composeraudit.cli.format.CheckReport;
import dev.composeraudit.cli.format.CheckReport.Row;
import dev.composeraudit.cli.input.environment.InputEnvironment;
import dev.composeraudit.cli.option.DumpOptions;
import dev.composeraudit.cli.option.JudgeOptions;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.AuditRequest.Phase;
import dev.composeraudit.event.AuditRequest.RequestedAgent;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.report.finding.HandledEvent.Audit;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.subject.Subject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code check}: judges documents by policies. */
@Command(
    name = "check",
    description = "Judges the environments in documents by policies.",
    footer = {
      "",
      "Exit code: 2 if a document could not be read or is not complete, if a policy could not be"
          + " judged, or if there is no environment. Otherwise 1 if there is a violation of"
          + " severity --fail-on or higher, and 0 if there is none."
    })
public final class Check implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "documents with environments: output of gcloud composer environments describe or list,"
              + " REST bodies, Asset Inventory exports, output of terraform show -json (plan or"
              + " state), Config Connector manifests, Subject documents; - is standard input")
  private List<String> files = new ArrayList<>();

  @Mixin private JudgeOptions options = new JudgeOptions();

  @Mixin private DumpOptions dumps = new DumpOptions();

  @Option(
      names = "--strict",
      description =
          "makes the exit code 2 if a result is PENDING, because something is not in the document"
              + " or is known only after terraform apply")
  private boolean strict;

  private final Console console;

  public Check(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InvalidDocumentsException {
    PolicySet set = options.load(console);
    SubjectFiles subjects = new SubjectFiles(console);
    Instant now = console.clock().instant();
    List<Found> found = subjects.read(files, dumps.files());
    List<Row> rows = new ArrayList<>();
    List<Audit> audits = new ArrayList<>();
    for (Found each : found) {
      List<Result> results = judge(each, set, now);
      results.forEach(result -> rows.add(row(each.source(), result)));
      if (each.source().name() != null) {
        audits.add(audit(each.subject(), results, set, now));
      }
    }
    options.write(
        new CheckReport(
            Version.number(), set.digest(), now, found.size(), subjects.unread(), rows, audits),
        console);
    return exitCode(subjects, rows.stream().map(Row::result).toList(), found.isEmpty());
  }

  /**
   * The results that are wanted. A remedy that can be pasted would show values marked as secret.
   */
  private List<Result> judge(Found found, PolicySet set, Instant now) {
    return set.judge(found.subject(), now).stream()
        .filter(options.wanted()::contains)
        .map(result -> found.source().hasSecrets() ? result.withoutRemedies() : result)
        .toList();
  }

  private static Row row(InputEnvironment source, Result result) {
    return new Row(source.name(), source.file(), source.address(), source.line(), result);
  }

  private int exitCode(SubjectFiles subjects, List<Result> results, boolean nothing) {
    if (!subjects.unread().isEmpty()) {
      return ExitCode.TROUBLE;
    }
    if (nothing && subjects.foundAny()) {
      console
          .err()
          .println(
              "nothing to judge: every environment is deleted, being deleted, to be deleted, or no"
                  + " longer managed");
      return ExitCode.CLEAN;
    }
    if (nothing) {
      console.err().println("nothing to judge: no Composer environment was found");
    }
    boolean pending = results.stream().anyMatch(result -> result.outcome() == Outcome.PENDING);
    return strict && pending ? ExitCode.TROUBLE : options.threshold().exitCode(results);
  }

  /** What the function would make of it. */
  private static Audit audit(Subject subject, List<Result> results, PolicySet set, Instant now) {
    AuditRequest request =
        new AuditRequest(
            subject.name(), subject.trigger(), Phase.LAST, RequestedAgent.UNKNOWN, "", "", "");
    return new Audit(new Report(request, subject, results, set.digest(), now), false);
  }
}

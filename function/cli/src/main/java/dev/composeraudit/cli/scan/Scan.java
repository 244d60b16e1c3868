package dev.composeraudit.cli.scan;

import dev.composeraudit.audit.EnvironmentFetcher;
import dev.composeraudit.audit.EnvironmentJudge;
import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.console.ExitCode;
import dev.composeraudit.cli.console.Version;
import dev.composeraudit.cli.format.CheckReport.Missing;
import dev.composeraudit.cli.live.EnvironmentFinder;
import dev.composeraudit.cli.live.EnvironmentFinder.Found;
import dev.composeraudit.cli.live.LiveOptions;
import dev.composeraudit.cli.live.LiveResults;
import dev.composeraudit.cli.live.PacedWorkers;
import dev.composeraudit.cli.live.PublishOptions;
import dev.composeraudit.cli.live.StopSignal;
import dev.composeraudit.cli.option.JudgeOptions;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.http.Sleeper;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.report.finding.HandledEvent.Audit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code scan}: judges the environments that exist. */
@Command(
    name = "scan",
    description = {
      "Judges existing environments as the function does: single ones, or all of projects, folders"
          + " or an organization. It changes nothing without --publish.",
      "",
      "If something could not be read, the output lists it below the results, with the reason and"
          + " what helps, and the summary says \"partial\"."
    },
    footer = {
      "",
      "Ctrl-C prints the results so far. --resume FILE continues the scan.",
      "",
      "Exit code: 0 if there is no violation, 1 if there is one of severity --fail-on or higher, 2"
          + " if something could not be read or judged, or if there is no environment. If a signal"
          + " ends the scan, the exit code is the signal's (130 for Ctrl-C)."
    })
public final class Scan implements Callable<Integer> {
  /** No event is waited for: what is there now is judged. */
  private static final Duration NO_WAIT = Duration.ZERO;

  @Mixin private LiveOptions live = new LiveOptions();

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description =
          "only environments with this label; may be repeated: all of these labels are required")
  private Map<String, String> labels = new TreeMap<>();

  @Option(
      names = "--condition",
      paramLabel = "CEL",
      description =
          "only environments for which this CEL expression is true, such as"
              + " resource.location().startsWith('europe-'); the same as matchConditions of a"
              + " binding; may be repeated: all must be true. An environment for which it is"
              + " unknown is scanned")
  private List<String> conditions = new ArrayList<>();

  @Mixin private JudgeOptions options = new JudgeOptions();

  @Mixin private ParallelOption parallel = new ParallelOption();

  @Mixin private ResumeOptions resume = new ResumeOptions();

  @Mixin private PublishOptions publish = new PublishOptions();

  private final Console console;

  public Scan(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InvalidDocumentsException, InterruptedException {
    PolicySet set = options.load(console);
    publish.check(options.wanted());
    EnvironmentFilter.of(labels, conditions);
    SavedScan.Header header =
        resume.header(
            new SavedScan.Header(
                "scan-" + console.clock().instant(),
                Version.number(),
                set.digest(),
                live.scope(),
                labels,
                conditions,
                live.connection().reading()));
    if (header.scope().isEmpty()) {
      console.err().println("nothing to scan: name environments, or a --project, --folder or");
      console.err().println("--organization");
      return ExitCode.TROUBLE;
    }
    Optional<Reporter> reporter = publish.open(live.connection());
    StopSignal stop = new StopSignal();
    Interruption interruption = Interruption.watch(stop);
    try (EnvironmentReader reader = live.connection().open(console.clock())) {
      console.err().println(live.connection().tokenNotice());
      int code = scan(set, header, reader, reporter, stop);
      console.out().flush();
      console.err().flush();
      return code;
    } finally {
      interruption.close();
    }
  }

  private int scan(
      PolicySet set,
      SavedScan.Header header,
      EnvironmentReader reader,
      Optional<Reporter> reporter,
      StopSignal stop)
      throws IOException, InvalidDocumentsException, InterruptedException {
    PacedWorkers workers = new PacedWorkers(parallel.count());
    Found found =
        new EnvironmentFinder(reader, workers, console.clock()).find(header.scope(), stop);
    found.notes().forEach(console.err()::println);
    List<Audit> earlier = resume.earlier(set);
    EnvironmentScanner scanner =
        new EnvironmentScanner(
            new EnvironmentFetcher(reader, console.clock(), Sleeper.SYSTEM),
            new EnvironmentJudge(set, NO_WAIT, console.clock()),
            reporter.orElse(null),
            EnvironmentFilter.of(header.labels(), header.conditions()),
            console.clock());
    try (SavedScan saved = resume.open(header, set, console);
        ScanProgress progress = progress()) {
      ScanReport report =
          new ScanRun(name -> scanner.scan(name, header.scan()), saved, progress, stop)
              .run(found.environments(), earlier, workers);
      List<Missing> missing = new ArrayList<>(found.missing());
      missing.addAll(report.missing());
      int code = new LiveResults(console, set, options).write(report.audits(), missing);
      resume.end(saved, report, console);
      return code;
    }
  }

  /** A progress bar on a terminal only; a log gets lines. */
  private ScanProgress progress() {
    return console.coloured() ? new ProgressOnTerminal() : new ProgressLines(console.err());
  }
}

package dev.composeraudit.cli.scan;

import dev.composeraudit.cli.format.CheckReport.Missing;
import dev.composeraudit.cli.live.PacedWorkers;
import dev.composeraudit.cli.live.StopSignal;
import dev.composeraudit.report.finding.HandledEvent.Audit;
import dev.composeraudit.subject.EnvironmentName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Scans many environments in parallel, and collects the results. Used once. */
public final class ScanRun {
  private static final String OUT_OF_QUOTA =
      "the quota stayed exhausted (continue later with --resume, or with a lower --parallel)";
  private static final String STOPPED = "the scan was stopped before it";

  private final Function<EnvironmentName, ScanResult> scanner;
  private final SavedScan saved;
  private final ScanProgress progress;
  private final StopSignal stop;
  private final Map<String, Audit> audits = new TreeMap<>();
  private final Obstacles obstacles = new Obstacles();
  private final List<String> settled = new ArrayList<>();

  /**
   * @param scanner reads and judges one environment
   * @param saved where each audit is kept as soon as there is one
   */
  public ScanRun(
      Function<EnvironmentName, ScanResult> scanner,
      SavedScan saved,
      ScanProgress progress,
      StopSignal stop) {
    this.scanner = scanner;
    this.saved = saved;
    this.progress = progress;
    this.stop = stop;
  }

  /**
   * Scans all environments.
   *
   * @param earlier audits of an earlier run, which are not repeated
   */
  public ScanReport run(
      Collection<EnvironmentName> environments, List<Audit> earlier, PacedWorkers workers)
      throws InterruptedException {
    earlier.forEach(audit -> audits.put(audit.resource(), audit));
    List<EnvironmentName> left =
        environments.stream().filter(name -> !audits.containsKey(name.toString())).toList();
    progress.begin(environments.size(), environments.size() - left.size());
    List<EnvironmentName> abandoned =
        workers.run(left, EnvironmentName::location, this::scan, stop);
    progress.end();
    return report(left, abandoned);
  }

  /** False if a quota was exhausted. */
  private boolean scan(EnvironmentName name) {
    ScanResult result = scanner.apply(name);
    if (result instanceof ScanResult.Throttled) {
      return false;
    }
    if (!stop.isGiven() || result instanceof ScanResult.Audited) {
      keep(name, result);
      progress.step();
    }
    return true;
  }

  private synchronized void keep(EnvironmentName name, ScanResult result) {
    settled.add(name.toString());
    if (result instanceof ScanResult.Audited audited) {
      audits.put(name.toString(), audited.audit());
      if (audited.isSeen()) {
        saved.add(audited.audit());
      } else {
        obstacles.add(name, audited.obstacle());
      }
    } else if (result instanceof ScanResult.Failed failed) {
      failed.certain().ifPresent(audit -> audits.put(name.toString(), audit));
      obstacles.add(name, failed.why());
    }
  }

  private synchronized ScanReport report(
      List<EnvironmentName> left, List<EnvironmentName> abandoned) {
    abandoned.forEach(name -> obstacles.add(name, OUT_OF_QUOTA));
    settled.addAll(abandoned.stream().map(EnvironmentName::toString).toList());
    List<Missing> missing = new ArrayList<>(obstacles.missing());
    long unseen = left.size() - settled.stream().distinct().count();
    if (unseen > 0) {
      missing.add(
          new Missing(
              unseen == 1 ? "1 environment" : unseen + " environments",
              STOPPED,
              "continue with --resume"));
    }
    return new ScanReport(List.copyOf(audits.values()), missing, missing.isEmpty());
  }
}

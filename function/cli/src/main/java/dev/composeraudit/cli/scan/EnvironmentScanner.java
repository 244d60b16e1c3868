package dev.composeraudit.cli.scan;

import dev.composeraudit.audit.AuditResult;
import dev.composeraudit.audit.EnvironmentFetcher;
import dev.composeraudit.audit.EnvironmentJudge;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.HandledEvent.Audit;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Subject;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one environment as the function does and judges it; where that was asked for, it also sends
 * the findings. Safe for use by many threads.
 */
public final class EnvironmentScanner {
  private final EnvironmentFetcher fetcher;
  private final EnvironmentJudge judge;
  private final @Nullable Reporter reporter;
  private final EnvironmentFilter filter;
  private final Clock clock;

  /**
   * @param reporter where findings are sent; null = nowhere
   * @param filter which environments are judged
   */
  public EnvironmentScanner(
      EnvironmentFetcher fetcher,
      EnvironmentJudge judge,
      @Nullable Reporter reporter,
      EnvironmentFilter filter,
      Clock clock) {
    this.fetcher = fetcher;
    this.judge = judge;
    this.reporter = reporter;
    this.filter = filter;
    this.clock = clock;
  }

  /**
   * Reads and judges one environment for a scan.
   *
   * @param scan its id
   */
  public ScanResult scan(EnvironmentName name, String scan) {
    return scan(ScanRequest.of(name, clock.instant(), scan));
  }

  /** Reads and judges the environment of an event. */
  public ScanResult scan(AuditRequest request) {
    try {
      Subject fetched =
          fetcher.fetch(request, Deadline.in(Deadline.EVENT, clock), this::isUnwanted);
      return isUnwanted(fetched) ? new ScanResult.Unwanted() : judged(request, fetched);
    } catch (TransientException trouble) {
      if (trouble.isQuota()) {
        return new ScanResult.Throttled();
      }
      Optional<Subject> seen = trouble.seen().filter(subject -> !isUnwanted(subject));
      String why = String.valueOf(trouble.getMessage());
      return seen.isPresent()
          ? new ScanResult.Failed(certain(judged(request, seen.get())), why)
          : new ScanResult.Failed(Optional.empty(), why);
    }
  }

  private static Optional<Audit> certain(ScanResult result) {
    return result instanceof ScanResult.Audited audited
        ? Optional.of(audited.audit())
        : Optional.empty();
  }

  private boolean isUnwanted(Subject subject) {
    return filter.leavesOut(subject, clock.instant());
  }

  private ScanResult judged(AuditRequest request, Subject fetched) {
    AuditResult result = judge.judge(request, fetched);
    if (result instanceof AuditResult.Judged judged) {
      return sent(judged.report(), false);
    }
    if (result instanceof AuditResult.Gone gone) {
      return sent(gone.report(), true);
    }
    return result instanceof AuditResult.Rejected rejected
        ? new ScanResult.Failed(Optional.empty(), rejected.why().message())
        : new ScanResult.Failed(Optional.empty(), ((AuditResult.TooEarly) result).why());
  }

  private ScanResult sent(Report report, boolean gone) {
    Audit audit = SlimAudit.of(new Audit(report, gone));
    if (reporter != null) {
      try {
        EventTimer timer = EventTimer.start(report.event().trigger().time(), clock);
        if (gone) {
          reporter.archive(report, timer);
        } else {
          reporter.send(report, timer);
        }
      } catch (PublishException unsent) {
        return new ScanResult.Failed(
            Optional.of(audit), "its findings were not accepted: " + unsent.getMessage());
      }
    }
    return report.subject().environment() instanceof Unknown<?> unknown && !gone
        ? new ScanResult.Audited(audit, false, unknown.help())
        : new ScanResult.Audited(audit, true, "");
  }
}

package dev.composeraudit.sweep;

import dev.composeraudit.event.CoverageRequest;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.inventory.DeploymentLog;
import dev.composeraudit.fetch.inventory.ListedEnvironment;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.report.finding.CoverageCheck;
import dev.composeraudit.report.finding.CoverageReport;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Unknown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells which environments nobody has judged of late: those that the inventory has and this
 * deployment's own log has not. What can't be compared is not taken for covered.
 */
public final class Coverage {
  /** A day, from one sweep to the next, and what a sweep may take. */
  private static final Duration WINDOW = Duration.ofHours(26);

  private final EnvironmentReader environmentReader;
  private final @Nullable SweepScope sweepScope;
  private final Duration grace;
  private final DeploymentLog log;
  private final Reporter reporter;
  private final Clock clock;

  /**
   * @param sweepScope null: this deployment makes no sweeps, and so can't tell
   * @param grace how old an environment may become before it counts as missed: a creation takes
   *     some 25 minutes
   */
  public Coverage(
      EnvironmentReader environmentReader,
      @Nullable SweepScope sweepScope,
      Duration grace,
      DeploymentLog log,
      Reporter reporter,
      Clock clock) {
    this.environmentReader = environmentReader;
    this.sweepScope = sweepScope;
    this.grace = grace;
    this.log = log;
    this.reporter = reporter;
    this.clock = clock;
  }

  /**
   * Compares, and publishes what came of it. To do it twice is harmless: the finding is the same.
   *
   * @return false if this deployment makes no sweeps
   * @throws TransientException if the inventory or the log could not answer
   * @throws PublishException if the finding was not accepted
   */
  public boolean check(CoverageRequest check, Deadline looking, EventTimer timer)
      throws TransientException, PublishException {
    if (sweepScope == null) {
      return false;
    }
    Instant now = clock.instant();
    Observed<List<ListedEnvironment>> listed = sweepScope.environments(environmentReader, looking);
    Observed<Set<EnvironmentName>> judged =
        environmentReader.judged(log, now.minus(WINDOW), looking);
    timer.enter(EventTimer.Stage.EVALUATE);
    CoverageReport report =
        listed instanceof Known<List<ListedEnvironment>> all
                && judged instanceof Known<Set<EnvironmentName>> seen
            ? compare(all.value(), seen.value(), now)
            : new CoverageReport.Undecided(obstacles(listed, judged));
    reporter.sendCoverage(new CoverageCheck(check, sweepScope.name(), report, now), timer);
    return true;
  }

  private CoverageReport compare(
      List<ListedEnvironment> listed, Set<EnvironmentName> judged, Instant now) {
    List<EnvironmentName> unjudged =
        listed.stream()
            .filter(it -> it.created().isBefore(now.minus(grace)))
            .map(ListedEnvironment::name)
            .filter(name -> !judged.contains(name))
            .toList();
    return new CoverageReport.Compared(listed.size(), unjudged);
  }

  private static List<String> obstacles(Observed<?>... parts) {
    return Stream.of(parts)
        .filter(Unknown.class::isInstance)
        .map(part -> ((Unknown<?>) part).help())
        .toList();
  }
}

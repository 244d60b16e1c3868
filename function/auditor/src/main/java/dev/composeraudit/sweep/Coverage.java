package dev.composeraudit.sweep;

import dev.composeraudit.event.CoverageCount;
import dev.composeraudit.event.CoverageRequest;
import dev.composeraudit.event.PagePosition;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.inventory.DeploymentLog;
import dev.composeraudit.fetch.inventory.EnvironmentPage;
import dev.composeraudit.fetch.inventory.JudgedEnvironments;
import dev.composeraudit.fetch.inventory.ListedEnvironment;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.Sleeper;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.policy.result.ExceptionInfo;
import dev.composeraudit.report.PageRequestPublisher;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.report.SweepLog;
import dev.composeraudit.report.finding.CoverageCheck;
import dev.composeraudit.report.finding.CoverageReport;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the environments that were not judged recently: those that the inventory has and this
 * deployment's own log has not. What can't be compared is not taken for covered.
 *
 * <p>One message compares one page of the inventory and publishes the message for the next page,
 * which carries what has been counted. The one for the last page publishes the finding.
 */
public final class Coverage {
  /** A day, from one sweep to the next, and what a sweep may take. */
  private static final Duration WINDOW = Duration.ofHours(26);

  private final EnvironmentReader environmentReader;
  private final SweepScope scope;
  private final Duration grace;
  private final DeploymentLog judgements;
  private final List<ExceptionInfo> exceptions;
  private final PageRequestPublisher pages;
  private final Reporter reporter;
  private final SweepLog log;
  private final Clock clock;
  private final Sleeper sleeper;
  private final ContinuedPages continued = new ContinuedPages();

  /**
   * @param grace how old an environment may become before it counts as missed: a creation takes
   *     some 25 minutes
   * @param exceptions those that environments are judged with, expired ones too
   */
  public Coverage(
      EnvironmentReader environmentReader,
      SweepScope scope,
      Duration grace,
      DeploymentLog judgements,
      List<ExceptionInfo> exceptions,
      PageRequestPublisher pages,
      Reporter reporter,
      SweepLog log,
      Clock clock,
      Sleeper sleeper) {
    this.environmentReader = environmentReader;
    this.scope = scope;
    this.grace = grace;
    this.judgements = judgements;
    this.exceptions = List.copyOf(exceptions);
    this.pages = pages;
    this.reporter = reporter;
    this.log = log;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * Handles one message of a check. Handling it twice is harmless: the finding is the same.
   *
   * @return why the message was rejected; empty if it was not
   * @throws TransientException if the inventory or the log could not answer
   * @throws PublishException if the finding or the next message was not accepted
   */
  public Optional<RejectedEvent> check(CoverageRequest check, Deadline fetching, EventTimer timer)
      throws TransientException, PublishException {
    PagePosition asked = check.page();
    PagePosition page = asked == null ? scope.firstPages().get(0) : asked;
    Optional<RejectedEvent> rejection = scope.rejection(page);
    if (rejection.isPresent()) {
      return rejection;
    }
    if (continued.contains(check.id(), page)) {
      log.duplicate("coverage", check.id(), page, timer);
      return Optional.empty();
    }
    Observed<EnvironmentPage> read = scope.read(page, environmentReader, fetching);
    if (read instanceof Unknown<EnvironmentPage> unknown) {
      fail(check, page, unknown, timer);
    } else {
      compare(check, page, ((Known<EnvironmentPage>) read).value(), fetching, timer);
    }
    return Optional.empty();
  }

  /** Begins anew, with nothing counted, if the page's token may be what was not accepted. */
  private void fail(
      CoverageRequest check, PagePosition page, Unknown<EnvironmentPage> unknown, EventTimer timer)
      throws TransientException, PublishException {
    if (unknown.reason() == Reason.UNREADABLE && page.mayRestart()) {
      log.restarted("coverage", check.id(), page, unknown.help(), timer);
      PagePosition first = scope.firstPages().get(0).restarted();
      goOn(check, page, check.at(first, CoverageCount.NONE), timer);
    } else {
      report(check, new CoverageReport.Undecided(List.of(unknown.help())), timer);
    }
  }

  private void compare(
      CoverageRequest check,
      PagePosition page,
      EnvironmentPage found,
      Deadline fetching,
      EventTimer timer)
      throws TransientException, PublishException {
    Instant now = clock.instant();
    List<EnvironmentName> expected =
        found.environments().stream()
            .filter(it -> it.created().isBefore(now.minus(grace)))
            .map(ListedEnvironment::name)
            .toList();
    Observed<Set<EnvironmentName>> judged =
        environmentReader.judged(judgements, expected, now.minus(WINDOW), fetching);
    timer.enter(EventTimer.Stage.EVALUATE);
    if (judged instanceof Unknown<Set<EnvironmentName>> unknown) {
      report(check, new CoverageReport.Undecided(List.of(unknown.help())), timer);
      return;
    }
    Set<EnvironmentName> seen = ((Known<Set<EnvironmentName>>) judged).value();
    CoverageCount count =
        check
            .count()
            .plus(
                found.environments().size(),
                expected.stream().filter(name -> !seen.contains(name)).toList());
    Optional<PagePosition> next =
        found.nextToken().isEmpty()
            ? scope.firstOfNextPart(page)
            : Optional.of(page.next(found.nextToken()));
    if (next.isPresent()) {
      goOn(check, page, check.at(next.get(), count), timer);
      log.counted(check.id(), page, count.environments(), count.unjudged(), timer);
    } else {
      report(check, new CoverageReport.Compared(count), timer);
    }
  }

  private void report(CoverageRequest check, CoverageReport report, EventTimer timer)
      throws PublishException {
    reporter.sendCoverage(
        new CoverageCheck(check, scope.name(), report, exceptions, clock.instant()), timer);
  }

  /** The next page is compared no sooner than the log may be read again. */
  private void goOn(
      CoverageRequest check, PagePosition page, CoverageRequest next, EventTimer timer)
      throws TransientException, PublishException {
    sleeper.pause(JudgedEnvironments.PAUSE, "comparing " + page);
    pages.send(next, timer);
    continued.add(check.id(), page);
  }
}

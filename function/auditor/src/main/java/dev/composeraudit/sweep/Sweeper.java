package dev.composeraudit.sweep;

import dev.composeraudit.event.PagePosition;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.event.SweepRequest;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.inventory.EnvironmentPage;
import dev.composeraudit.fetch.inventory.ListedEnvironment;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.report.AuditRequestPublisher;
import dev.composeraudit.report.PageRequestPublisher;
import dev.composeraudit.report.SweepLog;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.util.List;
import java.util.Optional;

/**
 * Asks for the audit of every environment in scope, one page of the list of environments a message.
 * The message for the next page is published only once Pub/Sub has accepted all requests of this
 * one, so that a message that is delivered again repeats one page and leaves none out.
 */
public final class Sweeper {
  private final EnvironmentReader environmentReader;
  private final SweepScope scope;
  private final AuditRequestPublisher audits;
  private final PageRequestPublisher pages;
  private final SweepLog log;
  private final ContinuedPages continued = new ContinuedPages();

  public Sweeper(
      EnvironmentReader environmentReader,
      SweepScope scope,
      AuditRequestPublisher audits,
      PageRequestPublisher pages,
      SweepLog log) {
    this.environmentReader = environmentReader;
    this.scope = scope;
    this.audits = audits;
    this.pages = pages;
    this.log = log;
  }

  /**
   * Handles one message of a sweep. Handling it twice is harmless: the audits have the sweep's id.
   *
   * @return why the message was rejected; empty if it was not
   * @throws TransientException if the inventory could not answer
   * @throws PublishException if the requests were not accepted
   */
  public Optional<RejectedEvent> sweep(SweepRequest sweep, Deadline fetching, EventTimer timer)
      throws TransientException, PublishException {
    PagePosition page = sweep.page();
    if (page != null) {
      Optional<RejectedEvent> rejection = scope.rejection(page);
      if (rejection.isEmpty()) {
        handle(sweep, page, fetching, timer);
      }
      return rejection;
    }
    List<PagePosition> first = scope.firstPages();
    if (first.size() == 1) {
      handle(sweep, first.get(0), fetching, timer);
    } else {
      // Each part alone: trouble with one of them must not delay another.
      pages.send(first.stream().map(each -> sweep.at(each, 0)).toList(), timer);
      log.begun(sweep, scope.below(), timer);
    }
    return Optional.empty();
  }

  private void handle(SweepRequest sweep, PagePosition page, Deadline fetching, EventTimer timer)
      throws TransientException, PublishException {
    if (continued.contains(sweep.id(), page)) {
      log.duplicate("sweep", sweep.id(), page, timer);
      return;
    }
    Observed<EnvironmentPage> read = scope.read(page, environmentReader, fetching);
    if (read instanceof Unknown<EnvironmentPage> unknown) {
      if (unknown.reason() == Reason.UNREADABLE && page.mayRestart()) {
        log.restarted("sweep", sweep.id(), page, unknown.help(), timer);
        goOn(sweep, page, sweep.at(PagePosition.first(page.scope()).restarted(), 0), timer);
      } else {
        log.failed(sweep, page, unknown.help(), timer);
      }
    } else {
      request(sweep, page, ((Known<EnvironmentPage>) read).value(), timer);
    }
  }

  private void request(
      SweepRequest sweep, PagePosition page, EnvironmentPage found, EventTimer timer)
      throws PublishException {
    List<EnvironmentName> names =
        found.environments().stream().map(ListedEnvironment::name).toList();
    audits.send(sweep, names, timer);
    int environments = sweep.environments() + names.size();
    if (!found.nextToken().isEmpty()) {
      goOn(sweep, page, sweep.at(page.next(found.nextToken()), environments), timer);
    }
    log.requested(sweep, page, names.size(), timer);
    if (found.nextToken().isEmpty()) {
      log.finished(sweep, page, environments, timer);
    }
  }

  private void goOn(SweepRequest sweep, PagePosition page, SweepRequest next, EventTimer timer)
      throws PublishException {
    pages.send(List.of(next), timer);
    continued.add(sweep.id(), page);
  }
}

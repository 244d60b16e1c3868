package dev.composeraudit.sweep;

import dev.composeraudit.document.Excerpt;
import dev.composeraudit.event.PagePosition;
import dev.composeraudit.event.ProjectFilter;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.inventory.EnvironmentPage;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import java.util.List;
import java.util.Optional;

/**
 * What this deployment answers for, whether or not events come of it: the environments below parts
 * of the organization, in projects that it audits.
 *
 * @param below each {@code organizations/N}, {@code folders/N} or {@code projects/P}, once
 */
public record SweepScope(List<String> below, ProjectFilter audited) {
  /** A list with more pages, of 500 environments each, is taken for one that never ends. */
  static final int MAX_PAGES = 2000;

  public SweepScope {
    below = below.stream().distinct().toList();
  }

  /** Its parts, with commas between them. */
  String name() {
    return String.join(",", below);
  }

  /** The first page of each part. */
  List<PagePosition> firstPages() {
    return below.stream().map(PagePosition::first).toList();
  }

  /** Why a page is not read; empty if it is. */
  Optional<RejectedEvent> rejection(PagePosition page) {
    return below.contains(page.scope())
        ? Optional.empty()
        : Optional.of(
            new RejectedEvent(
                RejectedEvent.Code.OUT_OF_SCOPE,
                "a page of a scope that is not in SWEEP_SCOPE: " + Excerpt.of(page.scope())));
  }

  /**
   * The environments of a page that are in audited projects.
   *
   * @return unknown if the page cannot be read, or its token is not accepted anymore
   * @throws TransientException if the inventory could not answer within the deadline
   */
  Observed<EnvironmentPage> read(
      PagePosition page, EnvironmentReader environmentReader, Deadline deadline)
      throws TransientException {
    if (page.number() > MAX_PAGES) {
      return Observed.unknown(
          Reason.INDETERMINATE,
          "the list of environments below %s does not end after %,d pages"
              .formatted(page.scope(), MAX_PAGES));
    }
    return environmentReader
        .environmentPage(page.scope(), page.token(), deadline)
        .map(
            read ->
                new EnvironmentPage(
                    read.environments().stream()
                        .filter(it -> audited.contains(it.name().project()))
                        .toList(),
                    read.nextToken()));
  }

  /** The first page of the part after a page's; empty if that is the last part. */
  Optional<PagePosition> firstOfNextPart(PagePosition page) {
    int next = below.indexOf(page.scope()) + 1;
    return next < below.size() ? Optional.of(page.nextScope(below.get(next))) : Optional.empty();
  }
}

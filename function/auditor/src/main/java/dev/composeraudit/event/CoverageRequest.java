package dev.composeraudit.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request to compare which environments there are with which were judged of late: a sweep that
 * was asked for may itself have been lost, or its audits given up. A check handles one page of the
 * list of environments a message, as a {@link SweepRequest} does.
 *
 * @param id of the message that began the check; repeats when a message is delivered again
 * @param time when that message was sent
 * @param page which page to handle; null: the check begins
 * @param count what the pages before counted
 */
public record CoverageRequest(
    String id, Instant time, @Nullable PagePosition page, CoverageCount count) implements Request {
  /** The beginning of a check. */
  public CoverageRequest(String id, Instant time) {
    this(id, time, null, CoverageCount.NONE);
  }

  /** The same check at another page. */
  public CoverageRequest at(PagePosition next, CoverageCount counted) {
    return new CoverageRequest(id, time, next, counted);
  }
}

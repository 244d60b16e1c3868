package dev.composeraudit.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request to audit every environment in scope: events can be lost before they reach Pub/Sub, and
 * what was judged may have changed since. A sweep handles one page of the list of environments a
 * message: the scheduler's message begins it, and each message publishes the next one.
 *
 * @param id of the message that began the sweep; repeats when a message is delivered again
 * @param time when that message was sent
 * @param page which page to handle; null: the sweep begins
 * @param environments for how many of the scope the pages before asked for audits
 */
public record SweepRequest(String id, Instant time, @Nullable PagePosition page, int environments)
    implements Request {
  /** The beginning of a sweep. */
  public SweepRequest(String id, Instant time) {
    this(id, time, null, 0);
  }

  /** The same sweep at another page. */
  public SweepRequest at(PagePosition next, int environmentsBefore) {
    return new SweepRequest(id, time, next, environmentsBefore);
  }
}

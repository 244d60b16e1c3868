package dev.composeraudit.cli.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The changes of the board since a reader last asked.
 *
 * @param reset whether the reader must drop all findings that it has first
 * @param findings as JSON, in the order in which they came
 * @param more whether there is more to be had at once
 * @param status how the subscription fares; null if that has not changed
 * @param dropped open findings that had to be evicted
 * @param next what to ask for next time
 */
record Changes(
    boolean reset,
    List<String> findings,
    boolean more,
    @Nullable FeedStatus status,
    long dropped,
    Cursor next) {
  Changes {
    findings = List.copyOf(findings);
  }

  /** Whether there are no changes. */
  boolean isEmpty() {
    return !reset && findings.isEmpty() && status == null;
  }

  /**
   * How far a reader has read.
   *
   * @param resetCount how often the board has evicted findings; readers must then start from
   *     nothing
   * @param revision counts findings
   * @param status counts changes of the status
   */
  record Cursor(long resetCount, long revision, long status) {
    /** Nothing read yet. */
    static final Cursor START = new Cursor(-1, 0, 0);
  }
}

package dev.composeraudit.audit;

import dev.composeraudit.subject.ClusterName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Makes one audit of the changes that a cluster has within a minute. A tenant can change a cluster
 * a hundred times a second; that must cost neither other tenants' time nor a change.
 *
 * <p>A change counts as audited once an audit has ended well that began after the change's event
 * was published. An event that is neither audited nor has its turn is to be delivered again, so
 * that none is lost. What is remembered is bounded; to forget it costs an audit and nothing else.
 * Safe for use by many threads.
 */
public final class ChangeCoalescer {
  static final Duration WINDOW = Duration.ofMinutes(1);

  /** How many events of the eight that an instance handles may be changes of clusters. */
  static final int AT_ONCE = 4;

  static final int REMEMBERED = 1_000;

  /** By how much the clocks of Pub/Sub and of this instance may differ. */
  private static final Duration SKEW = Duration.ofSeconds(2);

  private final Clock clock;
  private final Set<ClusterName> running = new HashSet<>();
  private final Map<ClusterName, Instant> ended = new LinkedHashMap<>(16, 0.75f, true);

  public ChangeCoalescer(Clock clock) {
    this.clock = clock;
  }

  /** What becomes of a change's event. */
  public enum Turn {
    /** Audit now, and say {@link #end} afterwards. */
    AUDIT,
    /** An audit that began later has ended well: nothing is left to do. */
    COVERED,
    /** Another delivery decides. */
    LATER
  }

  /**
   * Decides about one delivery of an event.
   *
   * @param published when the event was published, which is after the change was made
   */
  public synchronized Turn begin(ClusterName cluster, Instant published) {
    Instant now = clock.instant();
    Instant last = ended.get(cluster);
    if (last != null && last.isAfter(published.plus(SKEW))) {
      return Turn.COVERED;
    }
    boolean recent = last != null && now.isBefore(last.plus(WINDOW));
    if (recent || running.size() >= AT_ONCE || !running.add(cluster)) {
      return Turn.LATER;
    }
    return Turn.AUDIT;
  }

  /**
   * An audit has ended.
   *
   * @param began when it began
   * @param isDecided whether it ended well, with all findings accepted
   */
  public synchronized void end(ClusterName cluster, Instant began, boolean isDecided) {
    running.remove(cluster);
    if (isDecided) {
      ended.put(cluster, began);
      if (ended.size() > REMEMBERED) {
        ended.remove(ended.keySet().iterator().next());
      }
    }
  }
}

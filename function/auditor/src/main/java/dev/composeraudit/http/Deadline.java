package dev.composeraudit.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The time by which the work on one event has to be done. */
public record Deadline(Instant end, Clock clock) {
  /** The budget of one event, below the platform's own limit and the ack deadline. */
  public static final Duration EVENT = Duration.ofSeconds(60);

  public static Deadline in(Duration budget, Clock clock) {
    return new Deadline(clock.instant().plus(budget), clock);
  }

  /** The earlier of this deadline and so long from now. */
  public Deadline within(Duration budget) {
    Instant earlier = clock.instant().plus(budget);
    return earlier.isBefore(end) ? new Deadline(earlier, clock) : this;
  }

  /** An earlier deadline, which leaves this much time for what comes after. */
  public Deadline leaving(Duration reserve) {
    return new Deadline(end.minus(reserve), clock);
  }

  /** What is left; zero when it is over. */
  public Duration remaining() {
    Duration left = Duration.between(clock.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** The shorter of a duration and what is left: for a single call. */
  public Duration atMost(Duration duration) {
    Duration left = remaining();
    return left.compareTo(duration) < 0 ? left : duration;
  }
}

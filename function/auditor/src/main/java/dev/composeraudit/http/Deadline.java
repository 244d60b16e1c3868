package dev.composeraudit.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** When the work on one event has to be done: its budget as a point in time. */
public record Deadline(Instant end, Clock clock) {
  /** The budget of one event, below the platform's own limit and the ack deadline. */
  public static final Duration EVENT = Duration.ofSeconds(60);

  public static Deadline in(Duration budget, Clock clock) {
    return new Deadline(clock.instant().plus(budget), clock);
  }

  /** An earlier one, which leaves so much for what comes after. */
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

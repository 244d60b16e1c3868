package dev.composeraudit.subject;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** When the work on one event has to be done; whoever waits asks it how long. */
public final class Deadline {
  private final Clock clock;
  private final Instant end;

  private Deadline(Clock clock, Instant end) {
    this.clock = clock;
    this.end = end;
  }

  public static Deadline after(Duration budget, Clock clock) {
    return new Deadline(clock, clock.instant().plus(budget));
  }

  /** What is left; zero once it has passed. */
  public Duration remaining() {
    Duration left = Duration.between(clock.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** What is left, but no more than so much: for a single call. */
  public Duration remaining(Duration atMost) {
    Duration left = remaining();
    return left.compareTo(atMost) < 0 ? left : atMost;
  }
}

package dev.composeraudit.report.finding;

import dev.composeraudit.http.Deadline;
import io.cloudevents.CloudEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long the work on one event takes, stage by stage, how much time is left for it, and
 * how old the event is. Each event has its own; it is not thread-safe.
 */
public final class EventTimer {
  private final Clock clock;
  private final Deadline deadline;
  private final Map<Stage, Duration> spent = new EnumMap<>(Stage.class);
  private @Nullable Instant happened;
  private Stage stage = Stage.FETCH;
  private Instant entered;

  private EventTimer(Clock clock, @Nullable Instant happened) {
    this.clock = clock;
    this.deadline = Deadline.in(Deadline.EVENT, clock);
    this.happened = happened;
    this.entered = clock.instant();
  }

  /** What the work on an event consists of. */
  public enum Stage {
    /** Decoding the event, and calling Google's APIs and the cluster; the first stage. */
    FETCH,
    /** Evaluating policies, and making findings of their results. */
    EVALUATE,
    /** Sending findings, until they are accepted. */
    PUBLISH
  }

  /** Starts with the whole budget; the event's age counts from its envelope's time, if any. */
  public static EventTimer start(CloudEvent event, Clock clock) {
    OffsetDateTime published = event.getTime();
    return new EventTimer(clock, published == null ? null : published.toInstant());
  }

  /** Starts with the whole budget, for what no event asked for. */
  public static EventTimer start(Instant happened, Clock clock) {
    return new EventTimer(clock, happened);
  }

  /** The time now, by the clock that measures. */
  public Instant now() {
    return clock.instant();
  }

  /** By when the work has to be done. */
  public Deadline deadline() {
    return deadline;
  }

  /** Sets when what the event reports happened; the event's age counts from then. */
  public void happened(Instant time) {
    happened = time;
  }

  /** Begins a stage, for the first time or again. */
  public void enter(Stage next) {
    Instant now = clock.instant();
    spent.merge(stage, Duration.between(entered, now), Duration::plus);
    stage = next;
    entered = now;
  }

  /** How long each stage took until now. */
  public Map<Stage, Duration> stages() {
    enter(stage);
    Map<Stage, Duration> stages = new EnumMap<>(Stage.class);
    for (Stage each : Stage.values()) {
      stages.put(each, spent.getOrDefault(each, Duration.ZERO));
    }
    return stages;
  }

  /** How old the event is now; empty if it has no time. */
  public Optional<Duration> age() {
    return Optional.ofNullable(happened).map(time -> Duration.between(time, clock.instant()));
  }
}

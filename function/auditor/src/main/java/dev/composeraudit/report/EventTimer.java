package dev.composeraudit.report;

import com.google.gson.JsonObject;
import dev.composeraudit.http.Deadline;
import io.cloudevents.CloudEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long the work on one event takes, stage by stage, how much time it has, and how old the event
 * is. Each event has one, and the thread that works on it.
 */
public final class EventTimer {
  private final Clock clock;
  private final Deadline deadline;
  private final Map<Stage, Duration> spent = new EnumMap<>(Stage.class);
  private @Nullable Instant happened;
  private Stage stage = Stage.LOOKING;
  private Instant entered;

  private EventTimer(Clock clock, @Nullable Instant happened) {
    this.clock = clock;
    this.deadline = Deadline.in(Deadline.EVENT, clock);
    this.happened = happened;
    this.entered = clock.instant();
  }

  /** What the work on an event consists of. */
  public enum Stage {
    /** Reading the event, and asking the cloud; it begins so. */
    LOOKING,
    /** Judging what was seen, and writing it down. */
    JUDGING,
    /** Until what there was to tell was accepted. */
    TELLING;

    private String field() {
      return name().toLowerCase(Locale.ROOT) + "_ms";
    }
  }

  /** Starts, with the whole budget; the event is as old as its envelope, as far as it tells. */
  public static EventTimer start(CloudEvent event, Clock clock) {
    OffsetDateTime published = event.getTime();
    return new EventTimer(clock, published == null ? null : published.toInstant());
  }

  /** When the work has to be done. */
  public Deadline deadline() {
    return deadline;
  }

  /** That what the event tells of happened then. */
  public void happened(Instant time) {
    happened = time;
  }

  /** That a stage begins, for the first time or again. */
  public void enter(Stage next) {
    Instant now = clock.instant();
    spent.merge(stage, Duration.between(entered, now), Duration::plus);
    stage = next;
    entered = now;
  }

  /** Adds how long each stage took until now. */
  void addStages(JsonObject payload) {
    enter(stage);
    for (Stage each : Stage.values()) {
      payload.addProperty(each.field(), spent.getOrDefault(each, Duration.ZERO).toMillis());
    }
  }

  /** Adds that, and how old the event is now; nobody knows of one without any time. */
  void addTo(JsonObject payload) {
    addStages(payload);
    if (happened != null) {
      payload.addProperty("age_ms", Duration.between(happened, clock.instant()).toMillis());
    }
  }
}

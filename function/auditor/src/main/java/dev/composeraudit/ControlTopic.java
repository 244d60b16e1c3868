package dev.composeraudit;

import dev.composeraudit.event.CoverageRequest;
import dev.composeraudit.event.PagePosition;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.event.RejectedEvent.Code;
import dev.composeraudit.event.Request;
import dev.composeraudit.event.SweepRequest;
import io.cloudevents.CloudEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides which sweeps and coverage checks are begun: those that the control topic brings, to which
 * only the scheduler and this function may publish, and of each kind one in ten minutes. Safe for
 * use by many threads.
 */
final class ControlTopic {
  static final Duration PAUSE = Duration.ofMinutes(10);

  private static final String SOURCE = "//pubsub.googleapis.com/";

  private final @Nullable String topic;
  private final Clock clock;
  private final Map<String, Begun> begun = new HashMap<>();

  private record Begun(String id, Instant time) {}

  /**
   * @param topic {@code projects/P/topics/T}; null: messages of any topic are accepted
   */
  ControlTopic(@Nullable String topic, Clock clock) {
    this.topic = topic;
    this.clock = clock;
  }

  /** Why a sweep's or a check's message is refused; empty if it is not, or is something else. */
  Optional<RejectedEvent> rejection(CloudEvent arrived, Request request) {
    if (topic == null) {
      return Optional.empty();
    }
    if (request instanceof SweepRequest sweep) {
      return rejection(arrived, "sweep", sweep.id(), sweep.page());
    }
    return request instanceof CoverageRequest check
        ? rejection(arrived, "coverage", check.id(), check.page())
        : Optional.empty();
  }

  private Optional<RejectedEvent> rejection(
      CloudEvent arrived, String kind, String id, @Nullable PagePosition page) {
    boolean isFromTopic = arrived.getSource().toString().equals(SOURCE + topic);
    // Nobody can make up a page's token; a function that ran before this one published it
    // elsewhere.
    if (!isFromTopic && (page == null || page.token().isEmpty())) {
      return Optional.of(
          new RejectedEvent(
              Code.FOREIGN_EVENT,
              ("kind: a %s starts only by a message of CONTROL_TOPIC, and this message is of"
                      + " another topic")
                  .formatted(kind)));
    }
    return page == null && !begin(kind, id)
        ? Optional.of(
            new RejectedEvent(
                Code.OUT_OF_SCOPE,
                "kind: another %s started less than %d minutes ago"
                    .formatted(kind, PAUSE.toMinutes())))
        : Optional.empty();
  }

  /** Whether it may begin: the same one again always, another one after a pause. */
  private synchronized boolean begin(String kind, String id) {
    Instant now = clock.instant();
    Begun last = begun.get(kind);
    if (last != null && !last.id().equals(id) && now.isBefore(last.time().plus(PAUSE))) {
      return false;
    }
    begun.put(kind, new Begun(id, last != null && last.id().equals(id) ? last.time() : now));
    return true;
  }
}

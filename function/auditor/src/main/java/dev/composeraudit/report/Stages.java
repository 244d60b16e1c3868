package dev.composeraudit.report;

import com.google.gson.JsonObject;
import dev.composeraudit.subject.Deadline;
import java.time.Duration;
import java.time.Instant;

/**
 * How long an event took, stage by stage.
 *
 * @param looking at the cloud, from the event's arrival on
 * @param judging what was seen, and writing it down
 * @param telling until Pub/Sub had accepted it
 */
record Stages(Duration looking, Duration judging, Duration telling) {
  /**
   * The stages of an event that has just been told.
   *
   * @param written when there was something to tell
   * @param deadline of the event as a whole, which tells when it began
   */
  static Stages until(Report report, Instant written, Deadline deadline) {
    return new Stages(
        Duration.between(deadline.end().minus(Deadline.EVENT), report.time()),
        Duration.between(report.time(), written),
        Duration.between(written, deadline.clock().instant()));
  }

  void addTo(JsonObject payload) {
    payload.addProperty("looking_ms", looking.toMillis());
    payload.addProperty("judging_ms", judging.toMillis());
    payload.addProperty("telling_ms", telling.toMillis());
  }
}

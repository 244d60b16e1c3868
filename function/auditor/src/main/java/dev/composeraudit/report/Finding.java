package dev.composeraudit.report;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Map;

/**
 * A finding, ready to be sent.
 *
 * @param uid the finding's id, which is also its ordering key
 * @param message the id of this message, which is also its log entry's insertId
 * @param seen the time of the event that it comes of, which orders what is said of a finding
 * @param ocsf the OCSF 1.8.0 Compliance Finding
 * @param attributes the CloudEvent in binary mode, and what subscriptions filter by
 */
record Finding(
    String uid,
    String message,
    FindingStatus lifecycle,
    Instant seen,
    JsonObject ocsf,
    Map<String, String> attributes) {
  Finding {
    attributes = Map.copyOf(attributes);
  }
}

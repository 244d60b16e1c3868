package dev.composeraudit.report.log;

import com.google.cloud.logging.Severity;
import com.google.gson.JsonObject;
import java.util.Map;

/**
 * A log entry.
 *
 * @param insertId of two entries with one id, one is shown; blank = the platform gives one
 * @param operation the id of the event that it belongs to; blank if it belongs to none
 * @param trace {@code projects/P/traces/ID}; blank if there is none
 */
public record StructuredEntry(
    Severity severity,
    JsonObject payload,
    Map<String, String> labels,
    String insertId,
    String operation,
    String trace) {
  /** What the operations of entries are produced by. */
  static final String PRODUCER = "composer-audit";

  /** An entry that belongs to no event. */
  public static StructuredEntry of(Severity severity, JsonObject payload) {
    return of(severity, payload, "", "");
  }

  /** An entry that belongs to an event, and is no finding's. */
  static StructuredEntry of(Severity severity, JsonObject payload, String event, String trace) {
    return new StructuredEntry(severity, payload, Map.of(), "", event, trace);
  }
}

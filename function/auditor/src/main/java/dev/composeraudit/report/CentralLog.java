package dev.composeraudit.report;

import com.google.cloud.MonitoredResource;
import com.google.cloud.logging.LogDestinationName;
import com.google.cloud.logging.LogEntry;
import com.google.cloud.logging.Logging;
import com.google.cloud.logging.LoggingException;
import com.google.cloud.logging.Operation;
import com.google.cloud.logging.Payload;
import com.google.cloud.logging.Severity;
import com.google.cloud.logging.Synchronicity;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A log of the Logging API, in whichever project an organization collects its audits. It is a copy:
 * trouble with it is said on standard output, and keeps nothing from being done.
 */
public final class CentralLog {
  private static final Gson GSON = new Gson();
  private static final TypeToken<Map<String, Object>> MAP = new TypeToken<>() {};

  private final Logging client;
  private final String project;
  private final String log;
  private final Clock clock;

  /**
   * @param name {@code projects/P/logs/L}, L URL-encoded
   */
  public CentralLog(Logging client, String name, Clock clock) {
    String[] parts = name.split("/", -1);
    this.client = client;
    this.project = parts[1];
    this.log = parts[3];
    this.clock = clock;
    client.setWriteSynchronicity(Synchronicity.SYNC);
  }

  /** Writes entries; what is to be said on standard output if that failed. */
  Optional<StructuredLog.Entry> write(List<StructuredLog.Entry> entries) {
    try {
      client.write(entries.stream().map(this::logEntry).toList());
      return Optional.empty();
    } catch (LoggingException failed) {
      return Optional.of(failure(failed));
    }
  }

  private LogEntry logEntry(StructuredLog.Entry entry) {
    Map<String, Object> payload = GSON.fromJson(entry.payload(), MAP);
    LogEntry.Builder builder =
        LogEntry.newBuilder(Payload.JsonPayload.of(payload))
            .setSeverity(entry.severity())
            .setLabels(new TreeMap<>(entry.labels()))
            .setLogName(log)
            .setDestination(LogDestinationName.project(project))
            .setResource(MonitoredResource.newBuilder("global").build())
            .setTimestamp(clock.instant());
    if (!entry.insertId().isEmpty()) {
      builder.setInsertId(entry.insertId());
    }
    if (!entry.operation().isEmpty()) {
      builder.setOperation(Operation.of(entry.operation(), StructuredLog.Entry.PRODUCER));
    }
    if (!entry.trace().isEmpty()) {
      builder.setTrace(entry.trace());
    }
    return builder.build();
  }

  private StructuredLog.Entry failure(LoggingException failed) {
    String message =
        "writing to projects/%s/logs/%s failed: %s (grant roles/logging.logWriter if denied)"
            .formatted(project, log, failed.getReason());
    JsonObject payload = new JsonObject();
    payload.addProperty("event", "central_log_failed");
    payload.addProperty("message", message);
    return StructuredLog.Entry.of(Severity.WARNING, payload);
  }
}

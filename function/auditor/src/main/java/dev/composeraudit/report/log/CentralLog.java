package dev.composeraudit.report.log;

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
 * A log of the Logging API, in the project where an organization collects its audits. It is a copy
 * of standard output: a failure to write it is logged there, and stops nothing else.
 */
public final class CentralLog implements LogCopy {
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

  @Override
  public Optional<StructuredEntry> write(List<StructuredEntry> entries) {
    try {
      client.write(entries.stream().map(this::logEntry).toList());
      return Optional.empty();
    } catch (LoggingException failed) {
      return Optional.of(failure(failed));
    }
  }

  private LogEntry logEntry(StructuredEntry entry) {
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
      builder.setOperation(Operation.of(entry.operation(), StructuredEntry.PRODUCER));
    }
    if (!entry.trace().isEmpty()) {
      builder.setTrace(entry.trace());
    }
    return builder.build();
  }

  private StructuredEntry failure(LoggingException failed) {
    String message =
        "writing to projects/%s/logs/%s failed: %s (grant roles/logging.logWriter if denied)"
            .formatted(project, log, failed.getReason());
    JsonObject payload = new JsonObject();
    payload.addProperty("event", "central_log_failed");
    payload.addProperty("message", message);
    return StructuredEntry.of(Severity.WARNING, payload);
  }
}

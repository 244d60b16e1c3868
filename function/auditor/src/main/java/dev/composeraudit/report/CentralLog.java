package dev.composeraudit.report;

import com.google.cloud.MonitoredResource;
import com.google.cloud.logging.LogDestinationName;
import com.google.cloud.logging.LogEntry;
import com.google.cloud.logging.Logging;
import com.google.cloud.logging.LoggingException;
import com.google.cloud.logging.Payload;
import com.google.cloud.logging.Severity;
import com.google.cloud.logging.Synchronicity;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A log of the Logging API, in whichever project an organization collects its audits. It is a copy:
 * trouble with it is said on standard output, and keeps nothing from being done.
 */
public final class CentralLog {
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
  Optional<String> write(List<LogEntry> entries) {
    try {
      client.write(entries.stream().map(this::addressed).toList());
      return Optional.empty();
    } catch (LoggingException failed) {
      return Optional.of(failure(failed).toStructuredJsonString());
    }
  }

  private LogEntry addressed(LogEntry entry) {
    return entry.toBuilder()
        .setLogName(log)
        .setDestination(LogDestinationName.project(project))
        .setResource(MonitoredResource.newBuilder("global").build())
        .setTimestamp(clock.instant())
        .build();
  }

  private LogEntry failure(LoggingException failed) {
    String message =
        "writing to projects/%s/logs/%s failed: %s (grant roles/logging.logWriter if denied)"
            .formatted(project, log, failed.getReason());
    return LogEntry.newBuilder(
            Payload.JsonPayload.of(Map.of("event", "central_log_failed", "message", message)))
        .setSeverity(Severity.WARNING)
        .build();
  }
}

package dev.composeraudit.report;

import com.google.cloud.logging.LogEntry;
import com.google.cloud.logging.Operation;
import com.google.cloud.logging.Payload;
import com.google.cloud.logging.Severity;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Structured entries for Cloud Logging: a line of JSON each on standard output, which the platform
 * takes up, and to a central log as well where one is configured. Text from events stands only in
 * values, so that it can't make a line or a field of its own.
 */
public final class Journal {
  private static final Gson GSON = new Gson();
  private static final TypeToken<Map<String, Object>> MAP = new TypeToken<>() {};

  private final PrintStream out;
  private final @Nullable CentralLog central;

  /**
   * @param central null = none
   */
  public Journal(PrintStream out, @Nullable CentralLog central) {
    this.out = out;
    this.central = central;
  }

  /**
   * An entry to be written.
   *
   * @param insertId of two entries with one id, one is shown; blank = the platform gives one
   * @param operation what belongs together: the event's id; blank if nothing does
   * @param trace {@code projects/P/traces/ID}; blank if there is none
   */
  record Entry(
      Severity severity,
      JsonObject payload,
      Map<String, String> labels,
      String insertId,
      String operation,
      String trace) {
    static Entry of(Severity severity, JsonObject payload) {
      return new Entry(severity, payload, Map.of(), "", "", "");
    }
  }

  /** Writes entries, to a central log in one call. */
  void write(List<Entry> entries) {
    List<LogEntry> written = entries.stream().map(Journal::logEntry).toList();
    written.forEach(entry -> print(entry.toStructuredJsonString()));
    if (central != null) {
      central.write(written).ifPresent(this::print);
    }
  }

  /** Writes an entry to standard output alone, so that nobody waits for a call. */
  void writeHere(Entry entry) {
    print(logEntry(entry).toStructuredJsonString());
  }

  private static LogEntry logEntry(Entry entry) {
    Map<String, Object> payload = GSON.fromJson(entry.payload(), MAP);
    LogEntry.Builder builder =
        LogEntry.newBuilder(Payload.JsonPayload.of(payload))
            .setSeverity(entry.severity())
            .setLabels(new TreeMap<>(entry.labels()));
    if (!entry.insertId().isEmpty()) {
      builder.setInsertId(entry.insertId());
    }
    if (!entry.operation().isEmpty()) {
      builder.setOperation(Operation.of(entry.operation(), "composer-audit"));
    }
    if (!entry.trace().isEmpty()) {
      builder.setTrace(entry.trace());
    }
    return builder.build();
  }

  /** In one piece and as UTF-8, whatever the platform's locale is. */
  private void print(String json) {
    byte[] line = (json + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (out) {
      out.write(line, 0, line.length);
      out.flush();
    }
  }
}

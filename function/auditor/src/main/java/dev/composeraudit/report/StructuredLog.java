package dev.composeraudit.report;

import com.google.cloud.logging.Severity;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Structured entries for Cloud Logging: a line of JSON each on standard output, which the platform
 * takes up, and to a central log as well where one is configured. Text from events stands only in
 * values, so that it can't make a line or a field of its own.
 */
public final class StructuredLog {
  /** What the agent takes out begins so, but for the severity. */
  private static final String FIELD = "logging.googleapis.com/";

  private final PrintStream out;
  private final @Nullable CentralLog central;

  /**
   * @param central null = none
   */
  public StructuredLog(PrintStream out, @Nullable CentralLog central) {
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
    static final String PRODUCER = "composer-audit";

    static Entry of(Severity severity, JsonObject payload) {
      return new Entry(severity, payload, Map.of(), "", "", "");
    }
  }

  /** Writes entries, to a central log in one call. */
  void write(List<Entry> entries) {
    print(entries);
    if (central != null) {
      central.write(entries).ifPresent(this::writeHere);
    }
  }

  /** Writes an entry to standard output alone, so that nobody waits for a call. */
  void writeHere(Entry entry) {
    print(List.of(entry));
  }

  /**
   * An entry as the platform's agent reads it: the payload, with what is not payload in fields that
   * the agent takes out (cloud.google.com/logging/docs/structured-logging). {@code LogEntry} can
   * write the same; it makes a Gson of its own for each, which took a fifth of all CPU of an event.
   */
  private static JsonObject line(Entry entry) {
    JsonObject line = new JsonObject();
    entry.payload().entrySet().forEach(field -> line.add(field.getKey(), field.getValue()));
    line.addProperty("severity", entry.severity().name());
    if (!entry.insertId().isEmpty()) {
      line.addProperty(FIELD + "insertId", entry.insertId());
    }
    if (!entry.labels().isEmpty()) {
      JsonObject labels = new JsonObject();
      new TreeMap<>(entry.labels()).forEach(labels::addProperty);
      line.add(FIELD + "labels", labels);
    }
    if (!entry.operation().isEmpty()) {
      JsonObject operation = new JsonObject();
      operation.addProperty("id", entry.operation());
      operation.addProperty("producer", Entry.PRODUCER);
      line.add(FIELD + "operation", operation);
    }
    if (!entry.trace().isEmpty()) {
      line.addProperty(FIELD + "trace", entry.trace());
    }
    return line;
  }

  /** All in one piece and as UTF-8, whatever the platform's locale is. */
  private void print(List<Entry> entries) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Entry entry : entries) {
      lines.writeBytes(JsonWriter.of(line(entry)));
      lines.write('\n');
    }
    synchronized (out) {
      out.write(lines.toByteArray(), 0, lines.size());
      out.flush();
    }
  }
}

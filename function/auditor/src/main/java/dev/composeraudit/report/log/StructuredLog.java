package dev.composeraudit.report.log;

import com.google.cloud.logging.Severity;
import com.google.gson.JsonObject;
import dev.composeraudit.report.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The log: a line of JSON for each entry on standard output, where the platform collects it, and a
 * copy in a central log where one is configured. Text from events is always a value of a field, so
 * that it cannot make a line or a field of its own. Safe for use by many threads.
 */
public final class StructuredLog {
  /** The names of fields that the platform's agent takes out begin so, except the severity. */
  private static final String FIELD = "logging.googleapis.com/";

  private final PrintStream out;
  private final PrintStream fallback;
  private final @Nullable LogCopy copy;
  private boolean isBroken;

  /**
   * @param fallback where it is said if {@code out} cannot be written to: standard error
   * @param copy where entries are written to as well; null = nowhere
   */
  public StructuredLog(PrintStream out, PrintStream fallback, @Nullable LogCopy copy) {
    this.out = out;
    this.fallback = fallback;
    this.copy = copy;
  }

  /** Writes entries, to the central log in one call. */
  public void write(List<StructuredEntry> entries) {
    List<StructuredEntry> copied = new ArrayList<>(entries);
    if (!print(out, entries) && isFirstFailure()) {
      print(fallback, List.of(broken()));
      copied.add(broken());
    }
    if (copy != null) {
      copy.write(copied).ifPresent(this::writeLocally);
    }
  }

  /** Writes an entry to standard output only, which takes no call. */
  public void writeLocally(StructuredEntry entry) {
    if (!print(out, List.of(entry)) && isFirstFailure()) {
      print(fallback, List.of(broken()));
    }
  }

  /** Once is enough: a stream that has failed says so for ever. */
  private synchronized boolean isFirstFailure() {
    boolean first = !isBroken;
    isBroken = true;
    return first;
  }

  private static StructuredEntry broken() {
    JsonObject payload = new JsonObject();
    payload.addProperty("event", "log_failed");
    payload.addProperty(
        "message",
        "standard output can't be written to: log entries are lost, and the next coverage check"
            + " will report that environments were not judged");
    return StructuredEntry.of(Severity.ERROR, payload);
  }

  /**
   * An entry as the platform's agent reads it: the payload, and the rest in fields that the agent
   * takes out (cloud.google.com/logging/docs/structured-logging). Google's {@code LogEntry} writes
   * the same, but makes a new Gson for each entry, which took a fifth of all CPU of an event.
   */
  private static JsonObject line(StructuredEntry entry) {
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
      operation.addProperty("producer", StructuredEntry.PRODUCER);
      line.add(FIELD + "operation", operation);
    }
    if (!entry.trace().isEmpty()) {
      line.addProperty(FIELD + "trace", entry.trace());
    }
    return line;
  }

  /** Writes all in one piece and as UTF-8, whatever the locale; false if that failed. */
  private static boolean print(PrintStream stream, List<StructuredEntry> entries) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (StructuredEntry entry : entries) {
      lines.writeBytes(JsonWriter.of(line(entry)));
      lines.write('\n');
    }
    synchronized (stream) {
      stream.write(lines.toByteArray(), 0, lines.size());
      return !stream.checkError();
    }
  }
}

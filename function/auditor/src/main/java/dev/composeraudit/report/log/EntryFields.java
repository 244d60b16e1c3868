package dev.composeraudit.report.log;

import com.google.gson.JsonObject;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.EventTimer.Stage;
import dev.composeraudit.report.json.JsonFields;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Trigger;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields that several kinds of log entries have. */
public final class EntryFields {
  private static final Pattern TRACEPARENT =
      Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private EntryFields() {}

  /**
   * The beginning of each entry.
   *
   * @param event the kind of entry
   */
  static JsonObject payload(String event, String message) {
    JsonObject payload = new JsonObject();
    // Alerts show it in Markdown, between backquotes.
    payload.addProperty("message", JsonFields.truncate(message).replace('`', '\''));
    payload.addProperty("event", event);
    return payload;
  }

  /** The beginning of each entry about the audit of an environment. */
  static JsonObject request(String event, String message, AuditRequest request) {
    Trigger trigger = request.trigger();
    JsonObject payload = payload(event, message);
    payload.addProperty("phase", request.phase().name());
    payload.addProperty("operation", JsonFields.truncate(request.operationId()));
    payload.add("environment", environment(request.environment()));
    payload.add(
        "trigger",
        trigger(trigger.kind().text(), trigger.id(), trigger.method(), trigger.principal()));
    return payload;
  }

  static JsonObject environment(EnvironmentName name) {
    JsonObject json = new JsonObject();
    json.addProperty("project", name.project());
    json.addProperty("location", name.location());
    json.addProperty("name", name.environment());
    return json;
  }

  static JsonObject trigger(String kind, String id) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", kind);
    json.addProperty("insert_id", id);
    return json;
  }

  static JsonObject trigger(String kind, String id, String method, String principal) {
    JsonObject json = trigger(kind, id);
    json.addProperty("method", method);
    JsonFields.addText(json, "principal", principal);
    return json;
  }

  /** Adds how long each stage took until now, such as {@code fetch_ms}. */
  static void addStages(JsonObject payload, EventTimer timer) {
    timer.stages().forEach((stage, time) -> payload.addProperty(field(stage), time.toMillis()));
  }

  private static String field(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT) + "_ms";
  }

  /** Adds that, and how old the event is now, if it has a time. */
  public static void addTimes(JsonObject payload, EventTimer timer) {
    addStages(payload, timer);
    timer.age().ifPresent(age -> addAge(payload, age));
  }

  static void addAge(JsonObject payload, Duration age) {
    payload.addProperty("age_ms", age.toMillis());
  }

  /** A W3C trace context as Cloud Logging names a trace; blank if it is not of that form. */
  static String trace(String project, @Nullable Object traceparent) {
    return traceparent instanceof String text && TRACEPARENT.matcher(text).matches()
        ? "projects/%s/traces/%s".formatted(project, text.substring(3, 35))
        : "";
  }
}

package dev.composeraudit.event;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.event.AuditRequest.Phase;
import dev.composeraudit.event.AuditRequest.RequestedAgent;
import dev.composeraudit.event.RejectedEvent.Code;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Trigger;
import io.cloudevents.CloudEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;

/**
 * Reads the requests that stand beside audit log entries on the events topic: {@code {"kind":
 * "sweep"}} and {@code {"kind": "coverage"}}, as a scheduler sends them, and {@code {"kind":
 * "audit", "environment", "id", "time"}}, one of which a sweep makes for each environment. Whoever
 * may publish can send them; all that one causes is a read of what exists.
 */
final class ControlMessageReader {
  private static final String KIND = "kind";
  private static final int ID_LENGTH = 128;

  private final ProjectFilter scope;
  private final Clock clock;

  ControlMessageReader(ProjectFilter scope, Clock clock) {
    this.scope = scope;
    this.clock = clock;
  }

  /** Whether it is a request: no log entry has such a field. */
  static boolean isRequest(JsonObject message) {
    return message.has(KIND);
  }

  Request read(JsonObject message, CloudEvent event)
      throws RejectedException, MalformedDocumentException {
    String kind = Json.text(message, KIND);
    return switch (kind) {
      case "sweep" -> {
        allow(message, Set.of(KIND));
        yield new SweepRequest(id(event.getId()), sent(event));
      }
      case "coverage" -> {
        allow(message, Set.of(KIND));
        yield new CoverageRequest(id(event.getId()), sent(event));
      }
      case "audit" -> {
        allow(message, Set.of(KIND, "environment", "id", "time"));
        yield audit(message);
      }
      default -> throw new RejectedException(Code.UNREADABLE, "kind: " + Excerpt.of(kind));
    };
  }

  private AuditRequest audit(JsonObject message)
      throws RejectedException, MalformedDocumentException {
    EnvironmentName environment;
    try {
      environment = EnvironmentName.parse(Json.text(message, "environment"));
    } catch (IllegalArgumentException malformed) {
      throw new RejectedException(Code.UNREADABLE, "environment: " + malformed.getMessage());
    }
    if (!scope.contains(environment.project())) {
      throw new RejectedException(
          Code.OUT_OF_SCOPE, "project " + environment.project() + " is not among AUDITED_PROJECTS");
    }
    Trigger trigger =
        new Trigger(Trigger.Kind.SWEEP, "", "", time(message), id(Json.text(message, "id")));
    return new AuditRequest(environment, trigger, Phase.LAST, RequestedAgent.UNKNOWN, "", "", "");
  }

  private static void allow(JsonObject message, Set<String> keys) throws RejectedException {
    for (String key : message.keySet()) {
      if (!keys.contains(key)) {
        throw new RejectedException(
            Code.UNREADABLE, "no such key in a request: " + Excerpt.of(key));
      }
    }
  }

  private static String id(String text) throws RejectedException {
    if (text.isEmpty() || text.length() > ID_LENGTH) {
      throw new RejectedException(Code.UNREADABLE, "id: must have 1 to 128 characters");
    }
    return text;
  }

  private Instant time(JsonObject message) throws RejectedException, MalformedDocumentException {
    String text = Json.text(message, "time");
    return LogEntryReader.parse(text)
        .map(this::notInFuture)
        .orElseThrow(
            () ->
                new RejectedException(
                    Code.UNREADABLE, "time: " + LogEntryReader.NO_TIME + Excerpt.of(text)));
  }

  private Instant sent(CloudEvent event) {
    OffsetDateTime time = event.getTime();
    return time == null ? clock.instant() : notInFuture(time.toInstant());
  }

  /** A finding must not be dated so that nothing later counts. */
  private Instant notInFuture(Instant time) {
    Instant now = clock.instant();
    return time.isAfter(now) ? now : time;
  }
}

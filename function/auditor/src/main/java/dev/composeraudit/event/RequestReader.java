package dev.composeraudit.event;

import com.google.gson.JsonObject;
import dev.composeraudit.event.AuditEvent.Phase;
import dev.composeraudit.event.AuditEvent.RequestedAgent;
import dev.composeraudit.event.Refusal.Code;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Excerpt;
import dev.composeraudit.subject.Json;
import dev.composeraudit.subject.MalformedDocumentException;
import dev.composeraudit.subject.Trigger;
import io.cloudevents.CloudEvent;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;

/**
 * Reads the requests that stand beside audit log entries on the events topic: {@code {"kind":
 * "sweep"}} and {@code {"kind": "coverage"}}, as a scheduler sends them, and {@code {"kind":
 * "audit", "environment", "id", "time"}}, one of which a sweep makes for each environment. Whoever
 * may publish can send them; all that comes of one is a look at what there is.
 */
final class RequestReader {
  private static final String KIND = "kind";
  private static final int ID_LENGTH = 128;

  private final Scope scope;
  private final Clock clock;

  RequestReader(Scope scope, Clock clock) {
    this.scope = scope;
    this.clock = clock;
  }

  /** Whether it is a request: no log entry has such a field. */
  static boolean isRequest(JsonObject message) {
    return message.has(KIND);
  }

  Decoded read(JsonObject message, CloudEvent event)
      throws RefusedException, MalformedDocumentException {
    String kind = Json.text(message, KIND);
    return switch (kind) {
      case "sweep" -> {
        allow(message, Set.of(KIND));
        yield new Sweep(id(event.getId()), sent(event));
      }
      case "coverage" -> {
        allow(message, Set.of(KIND));
        yield new CoverageCheck(id(event.getId()), sent(event));
      }
      case "audit" -> {
        allow(message, Set.of(KIND, "environment", "id", "time"));
        yield audit(message);
      }
      default -> throw new RefusedException(Code.UNREADABLE, "kind: " + Excerpt.of(kind));
    };
  }

  private AuditEvent audit(JsonObject message) throws RefusedException, MalformedDocumentException {
    EnvironmentName environment;
    try {
      environment = EnvironmentName.parse(Json.text(message, "environment"));
    } catch (IllegalArgumentException malformed) {
      throw new RefusedException(Code.UNREADABLE, "environment: " + malformed.getMessage());
    }
    if (!scope.contains(environment.project())) {
      throw new RefusedException(
          Code.OUT_OF_SCOPE, "project " + environment.project() + " is not among AUDITED_PROJECTS");
    }
    Trigger trigger =
        new Trigger(Trigger.Kind.SWEEP, "", "", time(message), id(Json.text(message, "id")));
    return new AuditEvent(environment, trigger, Phase.LAST, RequestedAgent.UNKNOWN, "", "", "");
  }

  private static void allow(JsonObject message, Set<String> keys) throws RefusedException {
    for (String key : message.keySet()) {
      if (!keys.contains(key)) {
        throw new RefusedException(Code.UNREADABLE, "no such key in a request: " + Excerpt.of(key));
      }
    }
  }

  private static String id(String text) throws RefusedException {
    if (text.isEmpty() || text.length() > ID_LENGTH) {
      throw new RefusedException(Code.UNREADABLE, "id: must have 1 to 128 characters");
    }
    return text;
  }

  private Instant time(JsonObject message) throws RefusedException, MalformedDocumentException {
    String text = Json.text(message, "time");
    try {
      return notInFuture(Instant.parse(text));
    } catch (DateTimeException malformed) {
      throw new RefusedException(
          Code.UNREADABLE, "time: not an RFC 3339 time: " + Excerpt.of(text));
    }
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

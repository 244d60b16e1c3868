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
import java.util.Set;

/**
 * Reads the requests that are on the events topic beside audit log entries: {@code {"kind":
 * "sweep"}} and {@code {"kind": "coverage"}}, as a scheduler sends them, with further fields where
 * they go on at a page; and {@code {"kind": "audit", "environment", "id", "time"}}, one of which a
 * sweep makes for each environment. Whoever may publish can send them. All that comes of a sweep or
 * an audit reads what there is; the counts in a coverage message are trusted.
 */
final class ControlMessageReader {
  private static final String KIND = "kind";

  private final ProjectFilter scope;
  private final Clock clock;
  private final PageMessageReader pages;

  ControlMessageReader(ProjectFilter scope, Clock clock) {
    this.scope = scope;
    this.clock = clock;
    this.pages = new PageMessageReader(clock);
  }

  /** Whether it is a request: no log entry has such a field. */
  static boolean isRequest(JsonObject message) {
    return message.has(KIND);
  }

  Request read(JsonObject json, CloudEvent event)
      throws RejectedException, MalformedDocumentException {
    ControlMessage message = new ControlMessage(json, clock);
    String kind = Json.text(json, KIND);
    return switch (kind) {
      case "sweep" -> pages.sweep(message, event);
      case "coverage" -> pages.coverage(message, event);
      case "audit" -> {
        message.allow(Set.of(KIND, "environment", "id", "time"));
        yield audit(message);
      }
      default -> throw ControlMessage.unreadable("kind: " + Excerpt.of(kind));
    };
  }

  private AuditRequest audit(ControlMessage message)
      throws RejectedException, MalformedDocumentException {
    EnvironmentName environment =
        ControlMessage.environment("environment", Json.text(message.json(), "environment"));
    if (!scope.contains(environment.project())) {
      throw new RejectedException(
          Code.OUT_OF_SCOPE, "project " + environment.project() + " is not among AUDITED_PROJECTS");
    }
    Trigger trigger = new Trigger(Trigger.Kind.SWEEP, "", "", message.time(), message.id());
    return new AuditRequest(environment, trigger, Phase.LAST, RequestedAgent.UNKNOWN, "", "", "");
  }
}

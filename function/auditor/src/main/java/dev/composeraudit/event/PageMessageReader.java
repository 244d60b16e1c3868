package dev.composeraudit.event;

import com.google.gson.JsonElement;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.subject.EnvironmentName;
import io.cloudevents.CloudEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the messages of sweeps and coverage checks. A scheduler's message has its kind only and
 * begins one. The message for a further page has the id and the time of that first message, the
 * scope, the number and token of the page, and what was counted before it.
 */
final class PageMessageReader {
  private static final Set<String> BEGINNING = Set.of("kind");
  private static final Set<String> PAGE =
      Set.of("kind", "id", "time", "scope", "page", "pageToken", "restarted", "environments");
  private static final int SCOPE_LENGTH = 128;
  private static final int TOKEN_LENGTH = 8192;
  private static final int MOST_PAGES = 1_000_000;
  private static final int MOST_ENVIRONMENTS = 100_000_000;

  private final Clock clock;

  PageMessageReader(Clock clock) {
    this.clock = clock;
  }

  SweepRequest sweep(ControlMessage message, CloudEvent event)
      throws RejectedException, MalformedDocumentException {
    if (!message.has("page")) {
      message.allow(BEGINNING);
      return new SweepRequest(ControlMessage.id(event.getId()), sent(message, event));
    }
    message.allow(PAGE);
    return new SweepRequest(
        message.id(),
        message.time(),
        position(message),
        message.number("environments", 0, MOST_ENVIRONMENTS));
  }

  CoverageRequest coverage(ControlMessage message, CloudEvent event)
      throws RejectedException, MalformedDocumentException {
    if (!message.has("page")) {
      message.allow(BEGINNING);
      return new CoverageRequest(ControlMessage.id(event.getId()), sent(message, event));
    }
    Set<String> keys = new TreeSet<>(PAGE);
    keys.addAll(Set.of("unjudged", "named"));
    message.allow(keys);
    return new CoverageRequest(message.id(), message.time(), position(message), count(message));
  }

  private static PagePosition position(ControlMessage message)
      throws RejectedException, MalformedDocumentException {
    int number = message.number("page", 1, MOST_PAGES);
    String token = message.text("pageToken", TOKEN_LENGTH);
    if (token.isEmpty() != (number == 1)) {
      throw ControlMessage.unreadable(
          "pageToken: must be absent for the first page, and present for all others");
    }
    return new PagePosition(
        message.text("scope", SCOPE_LENGTH), number, token, message.flag("restarted"));
  }

  private static CoverageCount count(ControlMessage message)
      throws RejectedException, MalformedDocumentException {
    int environments = message.number("environments", 0, MOST_ENVIRONMENTS);
    int unjudged = message.number("unjudged", 0, environments);
    List<EnvironmentName> named = new ArrayList<>();
    for (JsonElement name : Json.list(message.json(), "named")) {
      if (!name.isJsonPrimitive()) {
        throw ControlMessage.unreadable("named: not a name: " + Excerpt.of(name.toString()));
      }
      named.add(ControlMessage.environment("named", name.getAsString()));
    }
    if (named.size() != Math.min(unjudged, CoverageCount.MAX_NAMED)) {
      throw ControlMessage.unreadable(
          "named: must have %d names".formatted(Math.min(unjudged, CoverageCount.MAX_NAMED)));
    }
    return new CoverageCount(environments, unjudged, named);
  }

  private Instant sent(ControlMessage message, CloudEvent event) {
    OffsetDateTime time = event.getTime();
    return time == null ? clock.instant() : message.notInFuture(time.toInstant());
  }
}

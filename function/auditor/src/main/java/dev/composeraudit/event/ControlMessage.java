package dev.composeraudit.event;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.event.RejectedEvent.Code;
import dev.composeraudit.subject.EnvironmentName;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;

/** The fields of a control message, each checked when it is read. */
final class ControlMessage {
  private static final int ID_LENGTH = 128;

  private final JsonObject json;
  private final Clock clock;

  ControlMessage(JsonObject json, Clock clock) {
    this.json = json;
    this.clock = clock;
  }

  void allow(Set<String> keys) throws RejectedException {
    for (String key : json.keySet()) {
      if (!keys.contains(key)) {
        throw unreadable("no such key in a request: " + Excerpt.of(key));
      }
    }
  }

  boolean has(String key) {
    return json.has(key);
  }

  JsonObject json() {
    return json;
  }

  String id() throws RejectedException, MalformedDocumentException {
    return id(Json.text(json, "id"));
  }

  static String id(String text) throws RejectedException {
    if (text.isEmpty() || text.length() > ID_LENGTH) {
      throw unreadable("id: must have 1 to 128 characters");
    }
    return text;
  }

  /** When the message that began all was sent; never in the future. */
  Instant time() throws RejectedException, MalformedDocumentException {
    String text = Json.text(json, "time");
    return LogEntryReader.parse(text)
        .map(this::notInFuture)
        .orElseThrow(() -> unreadable("time: " + LogEntryReader.NO_TIME + Excerpt.of(text)));
  }

  /** A finding must not be dated so that nothing later counts. */
  Instant notInFuture(Instant time) {
    Instant now = clock.instant();
    return time.isAfter(now) ? now : time;
  }

  /** Text of a limited length; blank if it is absent. */
  String text(String key, int limit) throws RejectedException, MalformedDocumentException {
    String text = Json.text(json, key);
    if (text.length() > limit) {
      throw unreadable("%s: must have at most %,d characters".formatted(key, limit));
    }
    return text;
  }

  /** A whole number between two limits. */
  int number(String key, int least, int most) throws RejectedException {
    if (json.get(key) instanceof JsonPrimitive value && value.isNumber()) {
      double number = value.getAsDouble();
      if (number >= least && number <= most && number == Math.rint(number)) {
        return (int) number;
      }
    }
    throw unreadable("%s: must be a whole number from %,d to %,d".formatted(key, least, most));
  }

  /** Whether a flag is set; an absent one is not. */
  boolean flag(String key) throws RejectedException {
    JsonElement value = json.get(key);
    if (value == null) {
      return false;
    }
    if (value instanceof JsonPrimitive flag && flag.isBoolean()) {
      return flag.getAsBoolean();
    }
    throw unreadable(key + ": must be true or false");
  }

  static EnvironmentName environment(String key, String text) throws RejectedException {
    try {
      return EnvironmentName.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw unreadable(key + ": " + malformed.getMessage());
    }
  }

  static RejectedException unreadable(String message) {
    return new RejectedException(Code.UNREADABLE, message);
  }
}

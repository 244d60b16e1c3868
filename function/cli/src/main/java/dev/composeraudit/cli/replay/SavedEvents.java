package dev.composeraudit.cli.replay;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.cli.input.document.InputDocuments;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.event.EventDecoder;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of events: log entries as {@code gcloud logging read} prints them, Pub/Sub messages
 * as {@code gcloud pubsub subscriptions pull} prints them, what the REST APIs answer to a list of
 * entries and to a pull, the body of a push, and CloudEvents with their attributes. One in a file,
 * or several in a list or one after another.
 */
public final class SavedEvents {
  private static final String MESSAGE = "message";
  private static final String ATTRIBUTES = "attributes";
  private static final String DATA = "data";
  private static final List<String> LISTS =
      List.of("receivedMessages", "received_messages", "entries");
  private static final List<String> ENTRY_KEYS =
      List.of("protoPayload", "proto_payload", "logName", "log_name", "kind");

  private final Document document;
  private final List<CloudEvent> events = new ArrayList<>();
  private final List<Issue> issues = new ArrayList<>();

  private SavedEvents(Document document) {
    this.document = document;
  }

  /**
   * The events of a file, in the form in which the function gets them.
   *
   * @throws InvalidDocumentsException with every mistake, if the file is not of such a form
   */
  public static List<CloudEvent> read(SourceFile file) throws InvalidDocumentsException {
    List<CloudEvent> events = new ArrayList<>();
    List<Issue> issues = new ArrayList<>();
    for (Document document : InputDocuments.read(file)) {
      SavedEvents read = new SavedEvents(document);
      read.read(document.value(), "$");
      events.addAll(read.events);
      issues.addAll(read.issues);
    }
    if (!issues.isEmpty()) {
      throw new InvalidDocumentsException(issues);
    }
    return events;
  }

  private void read(JsonElement json, String path) {
    if (json instanceof JsonArray several) {
      for (int i = 0; i < several.size(); i++) {
        read(several.get(i), "%s[%d]".formatted(path, i));
      }
    } else if (!(json instanceof JsonObject object && read(object, path))) {
      issues.add(
          document.issue(
              "kind",
              path,
              "neither a log entry nor a Pub/Sub message; give what gcloud logging read or gcloud"
                  + " pubsub subscriptions pull prints with --format=json"));
    }
  }

  /** Returns whether it is of a known form. */
  private boolean read(JsonObject object, String path) {
    for (String list : LISTS) {
      if (object.get(list) instanceof JsonArray several) {
        read(several, path + "." + list);
        return true;
      }
    }
    if (object.has("specversion") && object.has("type")) {
      events.add(cloudEvent(object));
    } else if (object.get(MESSAGE) instanceof JsonObject message) {
      events.add(message(message));
    } else if (ENTRY_KEYS.stream().anyMatch(object::has)) {
      events.add(entry(object));
    } else if (object.get(DATA) instanceof JsonObject message && message.has(DATA)) {
      // What a function of the first generation gets.
      events.add(message(message));
    } else if (object.has(DATA)) {
      events.add(message(object));
    } else {
      return false;
    }
    return true;
  }

  /** A CloudEvent with its attributes and its data in one document. */
  private static CloudEvent cloudEvent(JsonObject event) {
    JsonElement data = event.get(DATA);
    byte[] bytes =
        data == null
            ? decoded(Fields.text(event, "data_base64"))
            : data instanceof JsonPrimitive ? bytes(Fields.text(event, DATA)) : bytes(data);
    return new SavedEvent(
        Fields.text(event, "id"),
        Fields.text(event, "type"),
        time(Fields.text(event, "time")),
        bytes);
  }

  /** A log entry, or a request of ours, alone. */
  private static CloudEvent entry(JsonObject entry) {
    String id = Fields.text(entry, "insertId");
    return new SavedEvent(
        id.isEmpty() ? "replay" : id,
        EventDecoder.AUDIT_LOG_WRITTEN,
        time(Fields.text(entry, "timestamp")),
        bytes(entry));
  }

  private static CloudEvent message(JsonObject message) {
    JsonObject attributes =
        message.get(ATTRIBUTES) instanceof JsonObject present ? present : new JsonObject();
    String id = Fields.text(message, "messageId");
    OffsetDateTime time = time(Fields.text(message, "publishTime"));
    String type = Fields.text(attributes, "ce-type");
    if (!type.isEmpty() && attributes.has("refused")) {
      // The function's own copy of an event that it rejected: its data is the event's.
      return new SavedEvent(
          Fields.text(attributes, "ce-id"), type, time, decoded(Fields.text(message, DATA)));
    }
    JsonObject envelope = new JsonObject();
    envelope.add(MESSAGE, message);
    return new SavedEvent(
        id.isEmpty() ? "replay" : id, EventDecoder.MESSAGE_PUBLISHED, time, bytes(envelope));
  }

  /** Data that is not base64 is left to the function's own decoder, which says so. */
  private static byte[] decoded(String data) {
    try {
      return Base64.getDecoder().decode(data);
    } catch (IllegalArgumentException notBase64) {
      return bytes(data);
    }
  }

  private static byte[] bytes(JsonElement json) {
    return bytes(json.toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable OffsetDateTime time(String text) {
    try {
      return text.isEmpty() ? null : OffsetDateTime.parse(text);
    } catch (DateTimeException malformed) {
      return null;
    }
  }
}

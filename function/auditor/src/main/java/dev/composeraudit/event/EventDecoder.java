package dev.composeraudit.event;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.DocumentLimits;
import dev.composeraudit.document.Documents;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.event.RejectedEvent.Code;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;

/**
 * Decodes a CloudEvent that Eventarc delivers: a Pub/Sub message of the log router, an audit log
 * entry, or a control message of this program. It never fails: an event that can't be decoded
 * becomes a {@link RejectedEvent}.
 */
public final class EventDecoder {
  /** The type of an event that carries a Pub/Sub message. */
  public static final String MESSAGE_PUBLISHED = "google.cloud.pubsub.topic.v1.messagePublished";

  /** The type of an event that is an audit log entry. */
  public static final String AUDIT_LOG_WRITTEN = "google.cloud.audit.log.v1.written";

  // An audit log entry has at most 512 KiB (cloud.google.com/logging/quotas), as base64 in an
  // envelope 0.7 MiB.
  private static final int SIZE = 1024 * 1024;
  private static final Documents JSON = new Documents(new DocumentLimits(SIZE, 64, 0));

  private final LogEntryReader entries;
  private final ControlMessageReader requests;

  public EventDecoder(ProjectFilter scope, Clock clock) {
    this.entries = new LogEntryReader(scope, clock);
    this.requests = new ControlMessageReader(scope, clock);
  }

  /** The request in an event, or the reason why the event is rejected. */
  public Request decode(CloudEvent event) {
    try {
      Request decoded = read(message(event), event);
      return decoded instanceof AuditRequest audit
              && event.getExtension("traceparent") instanceof String trace
          ? audit.cameWith(trace)
          : decoded;
    } catch (RejectedException rejected) {
      return rejected.event();
    } catch (MalformedDocumentException malformed) {
      return new RejectedEvent(Code.UNREADABLE, "message: " + malformed.getMessage());
    }
  }

  private Request read(JsonObject message, CloudEvent event)
      throws RejectedException, MalformedDocumentException {
    return ControlMessageReader.isRequest(message)
        ? requests.read(message, event)
        : entries.read(message, event.getId());
  }

  private static JsonObject message(CloudEvent event)
      throws RejectedException, MalformedDocumentException {
    return switch (event.getType()) {
      case MESSAGE_PUBLISHED -> object("message data", messageData(object("event", data(event))));
      case AUDIT_LOG_WRITTEN -> object("event", data(event));
      default ->
          throw new RejectedException(
              Code.FOREIGN_EVENT, "type of event: " + Excerpt.of(event.getType()));
    };
  }

  private static byte[] data(CloudEvent event) throws RejectedException {
    CloudEventData data = event.getData();
    if (data == null) {
      throw new RejectedException(Code.UNREADABLE, "event: it has no data");
    }
    return data.toBytes();
  }

  private static byte[] messageData(JsonObject envelope)
      throws RejectedException, MalformedDocumentException {
    String base64 = Json.text(Json.object(envelope, "message"), "data");
    if (base64.isEmpty()) {
      throw new RejectedException(Code.UNREADABLE, "message.data: missing or empty");
    }
    try {
      // Protobuf's JSON format allows the alphabet for URLs too.
      return Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException malformed) {
      throw new RejectedException(Code.UNREADABLE, "message.data: not base64");
    }
  }

  private static JsonObject object(String what, byte[] bytes) throws RejectedException {
    String text = utf8(what, bytes);
    if (!text.stripLeading().startsWith("{")) {
      throw new RejectedException(Code.UNREADABLE, what + ": not a JSON object");
    }
    try {
      List<Document> documents = JSON.read(new SourceFile(what, text));
      return documents.get(0).value().getAsJsonObject();
    } catch (InvalidDocumentsException malformed) {
      var issue = malformed.issues().get(0);
      throw new RejectedException(
          Code.UNREADABLE,
          "%s:%d:%d: %s"
              .formatted(what, issue.place().line(), issue.place().column(), issue.message()));
    }
  }

  private static String utf8(String what, byte[] bytes) throws RejectedException {
    if (bytes.length > SIZE) {
      throw new RejectedException(
          Code.UNREADABLE,
          "%s: %,d bytes; at most %,d are read".formatted(what, bytes.length, SIZE));
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException malformed) {
      throw new RejectedException(Code.UNREADABLE, what + ": not UTF-8");
    }
  }
}

package dev.composeraudit.event;

import com.google.gson.JsonObject;
import dev.composeraudit.event.Refusal.Code;
import dev.composeraudit.subject.Document;
import dev.composeraudit.subject.Documents;
import dev.composeraudit.subject.Excerpt;
import dev.composeraudit.subject.InvalidDocumentsException;
import dev.composeraudit.subject.Json;
import dev.composeraudit.subject.MalformedDocumentException;
import dev.composeraudit.subject.SourceFile;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;

/**
 * Reads a CloudEvent, delivered by Eventarc: a Pub/Sub message that the log router wrote, an audit
 * log entry itself, or a request of our own. Reading never fails: what can't be read is a {@link
 * Refusal}.
 */
public final class EventDecoder {
  /** The type of an event that carries a Pub/Sub message. */
  public static final String MESSAGE_PUBLISHED = "google.cloud.pubsub.topic.v1.messagePublished";

  /** The type of an event that is an audit log entry. */
  public static final String AUDIT_LOG_WRITTEN = "google.cloud.audit.log.v1.written";

  // An audit log entry has at most 512 KiB (cloud.google.com/logging/quotas), as base64 in an
  // envelope 0.7 MiB.
  private static final int SIZE = 1024 * 1024;
  private static final Documents JSON = new Documents(new Documents.Limits(SIZE, 64, 0));

  private final EntryReader entries;
  private final RequestReader requests;

  public EventDecoder(Scope scope, Clock clock) {
    this.entries = new EntryReader(scope, clock);
    this.requests = new RequestReader(scope, clock);
  }

  /** What an event says, or why it says nothing to us. */
  public Decoded decode(CloudEvent event) {
    try {
      Decoded decoded = read(message(event), event);
      return decoded instanceof AuditEvent audit
              && event.getExtension("traceparent") instanceof String trace
          ? audit.cameWith(trace)
          : decoded;
    } catch (RefusedException refused) {
      return refused.refusal();
    } catch (MalformedDocumentException malformed) {
      return new Refusal(Code.UNREADABLE, "message: " + malformed.getMessage());
    }
  }

  private Decoded read(JsonObject message, CloudEvent event)
      throws RefusedException, MalformedDocumentException {
    return RequestReader.isRequest(message)
        ? requests.read(message, event)
        : entries.read(message, event.getId());
  }

  private static JsonObject message(CloudEvent event)
      throws RefusedException, MalformedDocumentException {
    return switch (event.getType()) {
      case MESSAGE_PUBLISHED -> object("message data", messageData(object("event", data(event))));
      case AUDIT_LOG_WRITTEN -> object("event", data(event));
      default ->
          throw new RefusedException(
              Code.FOREIGN_EVENT, "type of event: " + Excerpt.of(event.getType()));
    };
  }

  private static byte[] data(CloudEvent event) throws RefusedException {
    CloudEventData data = event.getData();
    if (data == null) {
      throw new RefusedException(Code.UNREADABLE, "event: it has no data");
    }
    return data.toBytes();
  }

  private static byte[] messageData(JsonObject envelope)
      throws RefusedException, MalformedDocumentException {
    String base64 = Json.text(Json.object(envelope, "message"), "data");
    if (base64.isEmpty()) {
      throw new RefusedException(Code.UNREADABLE, "message.data: missing or empty");
    }
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException malformed) {
      throw new RefusedException(Code.UNREADABLE, "message.data: not base64");
    }
  }

  private static JsonObject object(String what, byte[] bytes) throws RefusedException {
    String text = utf8(what, bytes);
    if (!text.stripLeading().startsWith("{")) {
      throw new RefusedException(Code.UNREADABLE, what + ": not a JSON object");
    }
    try {
      List<Document> documents = JSON.read(new SourceFile(what, text));
      return documents.get(0).value().getAsJsonObject();
    } catch (InvalidDocumentsException malformed) {
      var issue = malformed.issues().get(0);
      throw new RefusedException(
          Code.UNREADABLE,
          "%s:%d:%d: %s"
              .formatted(what, issue.place().line(), issue.place().column(), issue.message()));
    }
  }

  private static String utf8(String what, byte[] bytes) throws RefusedException {
    if (bytes.length > SIZE) {
      throw new RefusedException(
          Code.UNREADABLE,
          "%s: %,d bytes; at most %,d are read".formatted(what, bytes.length, SIZE));
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException malformed) {
      throw new RefusedException(Code.UNREADABLE, what + ": not UTF-8");
    }
  }
}

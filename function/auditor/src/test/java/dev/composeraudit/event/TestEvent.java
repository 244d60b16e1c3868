package dev.composeraudit.event;

import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.SpecVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A CloudEvent as the functions framework hands it over. */
public record TestEvent(
    String id,
    String type,
    @Nullable CloudEventData data,
    Map<String, String> extensions,
    @Nullable OffsetDateTime time)
    implements CloudEvent {
  /** One that was sent when its message was published. */
  public TestEvent(
      String id, String type, @Nullable CloudEventData data, Map<String, String> extensions) {
    this(id, type, data, extensions, OffsetDateTime.parse("2026-11-23T10:00:01Z"));
  }

  /** The log entry as the log router publishes it and Eventarc delivers it. */
  public static TestEvent published(String entry) {
    return published(entry.getBytes(StandardCharsets.UTF_8));
  }

  static TestEvent published(byte[] data) {
    // Both spellings of some fields, as push deliveries have them.
    return of(
        EventDecoder.MESSAGE_PUBLISHED,
        """
        {"subscription": "projects/p/subscriptions/s",
         "message": {"messageId": "1", "message_id": "1", "publishTime": "2026-11-23T10:00:01Z",
           "publish_time": "2026-11-23T10:00:01Z", "attributes": {"logging.googleapis.com/timestamp":
           "2026-11-23T10:00:00Z"}, "data": "%s"}}
        """
            .formatted(Base64.getEncoder().encodeToString(data)));
  }

  static TestEvent of(String type, String data) {
    byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
    return new TestEvent("event-1", type, () -> bytes, Map.of());
  }

  TestEvent withId(String other) {
    return new TestEvent(other, type, data, extensions, time);
  }

  TestEvent sentAt(@Nullable OffsetDateTime when) {
    return new TestEvent(id, type, data, extensions, when);
  }

  public TestEvent withExtension(String name, String value) {
    return new TestEvent(id, type, data, Map.of(name, value), time);
  }

  @Override
  public @Nullable CloudEventData getData() {
    return data;
  }

  @Override
  public SpecVersion getSpecVersion() {
    return SpecVersion.V1;
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public String getType() {
    return type;
  }

  @Override
  public URI getSource() {
    return URI.create("//pubsub.googleapis.com/projects/p/topics/t");
  }

  @Override
  public String getDataContentType() {
    return "application/json";
  }

  @Override
  public @Nullable URI getDataSchema() {
    return null;
  }

  @Override
  public @Nullable String getSubject() {
    return null;
  }

  @Override
  public @Nullable OffsetDateTime getTime() {
    return time;
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return null;
  }

  @Override
  public @Nullable Object getExtension(String name) {
    return extensions.get(name);
  }

  @Override
  public Set<String> getExtensionNames() {
    return extensions.keySet();
  }
}

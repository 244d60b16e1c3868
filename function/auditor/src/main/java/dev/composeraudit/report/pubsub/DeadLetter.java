package dev.composeraudit.report.pubsub;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.event.RejectedEvent;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import java.nio.charset.StandardCharsets;

/** The copy of an event that was rejected, within Pub/Sub's limits whatever the event holds. */
public final class DeadLetter {
  /** More is not read of an event either; Pub/Sub takes 10 MB a request, as base64. */
  private static final int DATA = 1024 * 1024;

  /** Pub/Sub's limit for the value of an attribute, in bytes. */
  private static final int ATTRIBUTE = 1024;

  private DeadLetter() {}

  /** The copy, with why the event was rejected in its attributes. */
  public static PubsubMessage of(CloudEvent event, RejectedEvent rejected) {
    CloudEventData data = event.getData();
    byte[] bytes = data == null ? new byte[0] : data.toBytes();
    return PubsubMessage.newBuilder()
        .setData(ByteString.copyFrom(bytes, 0, Math.min(bytes.length, DATA)))
        .putAttributes("refused", rejected.code().name())
        .putAttributes("reason", fitting(rejected.message()))
        .putAttributes("ce-id", fitting(event.getId()))
        .putAttributes("ce-type", fitting(event.getType()))
        .putAttributes("ce-source", fitting(event.getSource().toString()))
        .putAttributes("cut", Boolean.toString(bytes.length > DATA))
        .build();
  }

  /** The text, or as much of its beginning as fits. */
  static String fitting(String text) {
    StringBuilder fitting = new StringBuilder();
    int bytes = 0;
    for (int character : text.codePoints().toArray()) {
      String next = Character.toString(character);
      bytes += next.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > ATTRIBUTE) {
        break;
      }
      fitting.append(next);
    }
    return fitting.toString();
  }
}

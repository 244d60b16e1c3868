package dev.composeraudit;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;

/**
 * How often an event has been delivered, failures of every kind included. Nothing is remembered
 * between deliveries: Pub/Sub counts where a subscription has a dead-letter topic, and where it
 * does not say, the event's age decides.
 */
final class DeliveryAttempts {
  /** By then Pub/Sub has tried several times: it waits 10 seconds first, and doubles that. */
  private static final Duration SEVERAL = Duration.ofMinutes(5);

  private static final int MANY = 3;
  private static final String FIELD = "deliveryAttempt";

  private DeliveryAttempts() {}

  /** Whether this is the third delivery or a later one. */
  static boolean areMany(CloudEvent event, Clock clock) {
    int counted = counted(event);
    OffsetDateTime time = event.getTime();
    boolean old =
        time != null && Duration.between(time.toInstant(), clock.instant()).compareTo(SEVERAL) > 0;
    return counted > 0 ? counted >= MANY : old;
  }

  /** What Pub/Sub has counted; 0 if it does not say. */
  private static int counted(CloudEvent event) {
    CloudEventData data = event.getData();
    if (data == null) {
      return 0;
    }
    try (JsonReader json =
        new JsonReader(new StringReader(new String(data.toBytes(), StandardCharsets.UTF_8)))) {
      json.beginObject();
      while (json.hasNext()) {
        if (json.nextName().equals(FIELD) && json.peek() == JsonToken.NUMBER) {
          return json.nextInt();
        }
        json.skipValue();
      }
      return 0;
    } catch (IOException | IllegalStateException | NumberFormatException unreadable) {
      return 0;
    }
  }
}

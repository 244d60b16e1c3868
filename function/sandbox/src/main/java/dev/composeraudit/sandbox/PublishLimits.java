package dev.composeraudit.sandbox;

import com.google.pubsub.v1.PubsubMessage;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The limits of a publish request, as Google documents them
 * (https://cloud.google.com/pubsub/quotas#resource_limits). The texts of refusals are ours.
 */
final class PublishLimits {
  private static final int REQUEST_BYTES = 10_000_000;
  private static final int MESSAGES = 1000;
  private static final int ATTRIBUTES = 100;
  private static final int KEY_BYTES = 256;
  private static final int VALUE_BYTES = 1024;

  private PublishLimits() {}

  /**
   * @throws StatusRuntimeException INVALID_ARGUMENT if a limit is exceeded, or a message is empty
   */
  static void check(List<PubsubMessage> messages) {
    if (messages.isEmpty() || messages.size() > MESSAGES) {
      throw refusal("a request has 1 to %d messages, not %d".formatted(MESSAGES, messages.size()));
    }
    long bytes = messages.stream().mapToLong(PubsubMessage::getSerializedSize).sum();
    if (bytes > REQUEST_BYTES) {
      throw refusal("a request has at most %d bytes, not %d".formatted(REQUEST_BYTES, bytes));
    }
    messages.forEach(PublishLimits::check);
  }

  private static void check(PubsubMessage message) {
    if (message.getData().isEmpty() && message.getAttributesCount() == 0) {
      throw refusal("a message has data or an attribute");
    }
    if (message.getAttributesCount() > ATTRIBUTES) {
      throw refusal("a message has at most %d attributes".formatted(ATTRIBUTES));
    }
    for (Map.Entry<String, String> attribute : message.getAttributesMap().entrySet()) {
      if (bytes(attribute.getKey()) > KEY_BYTES || bytes(attribute.getValue()) > VALUE_BYTES) {
        throw refusal("an attribute is too long: " + attribute.getKey());
      }
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static StatusRuntimeException refusal(String why) {
    return Status.INVALID_ARGUMENT.withDescription(why).asRuntimeException();
  }
}

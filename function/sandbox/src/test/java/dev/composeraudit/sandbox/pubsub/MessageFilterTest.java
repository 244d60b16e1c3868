package dev.composeraudit.sandbox.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Subscription;
import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which messages a subscription's filter lets through. */
final class MessageFilterTest {
  private static final Map<String, String> DATA =
      Map.of("team", "data", "compliance_status", "FAIL", "odd key", "a\"b");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '|',
      value = {
        "attributes.team = \"data\" | true",
        "attributes.team=\"data\" | true",
        "attributes.team = \"web\" | false",
        "attributes.team != \"web\" | true",
        "attributes.absent = \"\" | false",
        "attributes:team | true",
        "attributes:absent | false",
        "NOT attributes:team | false",
        "-attributes:absent | true",
        "hasPrefix(attributes.team, \"da\") | true",
        "hasPrefix(attributes.absent, \"d\") | false",
        "attributes.team = \"data\" AND attributes.compliance_status = \"FAIL\" | true",
        "attributes.team = \"web\" OR attributes.compliance_status = \"FAIL\" | true",
        "NOT (attributes.team = \"web\" OR attributes:absent) | true",
        "attributes:team AND (attributes:absent OR NOT attributes:absent) | true",
        "attributes.\"odd key\" = \"a\\\"b\" | true"
      })
  void aFilterReadsAttributes(String filter, boolean expected) {
    assertThat(MessageFilter.of(filter).test(DATA)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "team = \"data\"",
        "attributes.team = data",
        "attributes.team == \"data\"",
        "attributes.team = \"data",
        "attributes.team",
        "(attributes:team",
        "attributes:team attributes:team",
        "attributes:a AND attributes:b OR attributes:c",
        "attributes:team;"
      })
  void aMalformedFilterIsRefused(String filter) {
    assertThatThrownBy(() -> MessageFilter.of(filter))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageStartingWith("INVALID_ARGUMENT: The filter ");
  }

  @Test
  void aFilterThatIsTooLongIsRefused() {
    assertThatThrownBy(() -> MessageFilter.of("attributes.team = \"" + "a".repeat(250) + '"'))
        .hasMessageContaining("longer than 256 characters");
  }

  @Test
  void aSubscriptionDeliversWhatItsFilterLetsThrough() throws Exception {
    Subscription ofData = Subscription.newBuilder().setFilter("attributes.team = \"data\"").build();
    MessageQueue queue = new MessageQueue(ofData, Clock.systemUTC(), (topic, message) -> {});
    for (String team : new String[] {"web", "data"}) {
      queue.add(
          PubsubMessage.newBuilder()
              .setData(ByteString.copyFromUtf8(team))
              .putAttributes("team", team)
              .build());
    }
    queue.add(PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8("nobody")).build());

    assertThat(queue.take(10, Duration.ZERO))
        .singleElement()
        .satisfies(it -> assertThat(it.getMessage().getData().toStringUtf8()).isEqualTo("data"));
    assertThat(queue.backlog()).isEqualTo(1);
  }
}

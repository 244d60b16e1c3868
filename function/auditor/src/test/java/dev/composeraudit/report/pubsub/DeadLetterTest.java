package dev.composeraudit.report.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.event.EventDecoder;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.event.TestEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy that Pub/Sub refused would bring its event back for ever. */
class DeadLetterTest {
  private static final int MIB = 1024 * 1024;

  @Test
  void anEventIsCopiedWholeWithTheReason() {
    byte[] data = {0, 1, 2};
    PubsubMessage copy =
        copy(
            new TestEvent("event-1", EventDecoder.MESSAGE_PUBLISHED, () -> data, Map.of()),
            "message data: not a JSON object");

    assertThat(copy.getData().toByteArray()).isEqualTo(data);
    assertThat(copy.getAttributesMap())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "refused", "UNREADABLE",
                "reason", "message data: not a JSON object",
                "ce-id", "event-1",
                "ce-type", "google.cloud.pubsub.topic.v1.messagePublished",
                "ce-source", "//pubsub.googleapis.com/projects/p/topics/t",
                "cut", "false"));
  }

  @Test
  void aHugeEventIsCutToWhatPubsubTakes() {
    byte[] huge = new byte[14 * MIB];
    PubsubMessage copy = copy(new TestEvent("e", "type", () -> huge, Map.of()), "too large");

    assertThat(copy.getData().size()).isEqualTo(MIB);
    assertThat(copy.getAttributesMap()).containsEntry("cut", "true");
  }

  @Test
  void whatPubsubJustTakesIsNotCut() {
    byte[] large = new byte[MIB];
    String longest = "r".repeat(1024);
    PubsubMessage copy = copy(new TestEvent("e", "type", () -> large, Map.of()), longest);

    assertThat(copy.getData().size()).isEqualTo(MIB);
    assertThat(copy.getAttributesMap())
        .containsEntry("cut", "false")
        .containsEntry("reason", longest);
  }

  @Test
  void anEventWithoutDataIsCopiedByItsAttributes() {
    PubsubMessage copy = copy(new TestEvent("e", "type", null, Map.of()), "it has no data");

    assertThat(copy.getData().isEmpty()).isTrue();
    assertThat(copy.getAttributesMap()).containsEntry("cut", "false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ä", "€", "😀"})
  void attributesKeepToPubsubsLimitInBytesWithoutHalfCharacters(String character) {
    String text = character.repeat(2000);
    PubsubMessage copy = copy(new TestEvent(text, text, null, Map.of()), text);

    for (String key : new String[] {"reason", "ce-id", "ce-type"}) {
      String value = copy.getAttributesOrThrow(key);
      assertThat(value.getBytes(StandardCharsets.UTF_8).length).isBetween(1020, 1024);
      assertThat(text).startsWith(value);
      assertThat(value).endsWith(character);
    }
  }

  private static PubsubMessage copy(TestEvent event, String reason) {
    return DeadLetter.of(event, new RejectedEvent(RejectedEvent.Code.UNREADABLE, reason));
  }
}

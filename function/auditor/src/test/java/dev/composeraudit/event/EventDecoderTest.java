package dev.composeraudit.event;

import static dev.composeraudit.event.TestDecoder.audited;
import static dev.composeraudit.event.TestDecoder.decode;
import static dev.composeraudit.event.TestDecoder.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.event.RejectedEvent.Code;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which an event can carry a log entry, and events that carry none. */
final class EventDecoderTest {
  @Test
  void anEntryMayComeWithoutPubSub() {
    TestEvent event =
        TestEvent.of(EventDecoder.AUDIT_LOG_WRITTEN, TestEntry.last().toString()).withId("direct");

    assertThat(decode(event)).isInstanceOf(AuditRequest.class);
  }

  @Test
  void anEventKeepsTheTraceThatItCameWith() {
    TestEvent plain = TestEntry.last().event();

    assertThat(((AuditRequest) decode(plain)).traceparent()).isEmpty();
    assertThat(((AuditRequest) decode(plain.withExtension("traceparent", "x"))).traceparent())
        .isEqualTo("x");
  }

  @Test
  void theEventsIdReplacesAMissingInsertId() {
    assertThat(audited(TestEntry.first().without("insertId")).trigger().id()).isEqualTo("event-1");
  }

  @Test
  void anotherTypeOfEventIsRejected() {
    TestEvent event = TestEvent.of("google.cloud.storage.object.v1.finalized", "{}");

    assertThat(refused(event).code()).isEqualTo(Code.FOREIGN_EVENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"message\": {}}",
        "{\"message\": {\"data\": \"\"}}",
        "{\"message\": {\"data\": 5}}",
        "{\"message\": {\"data\": \"%%%\"}}",
        "{\"message\": \"x\"}",
        "[1]",
        "x"
      })
  void anEnvelopeThatHoldsNoMessageIsRejected(String envelope) {
    assertThat(refused(TestEvent.of(EventDecoder.MESSAGE_PUBLISHED, envelope)).code())
        .isEqualTo(Code.UNREADABLE);
  }

  @Test
  void anEventWithoutDataIsRejected() {
    TestEvent event = new TestEvent("e", EventDecoder.MESSAGE_PUBLISHED, null, Map.of());

    assertThat(refused(event).message()).isEqualTo("event: it has no data");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "hello", "[]", "null", "{\"logName\": \"projects/p-1/logs/cl", "{}{}"})
  void aMessageThatIsNoEntryIsRejected(String data) {
    assertThat(refused(TestEvent.published(data))).isNotNull();
  }

  @Test
  void whatIsNotUtf8IsRejected() {
    assertThat(refused(TestEvent.published(new byte[] {'{', (byte) 0xff, '}'})).message())
        .isEqualTo("message data: not UTF-8");
  }

  @Test
  void aKeyThatOccursTwiceIsRejectedSinceReadersWouldDisagree() {
    String entry = TestEntry.first().toString().replaceFirst("\\{", "{\"insertId\":\"other\",");

    assertThat(refused(TestEvent.published(entry)).message())
        .contains("insertId")
        .contains("twice");
  }
}

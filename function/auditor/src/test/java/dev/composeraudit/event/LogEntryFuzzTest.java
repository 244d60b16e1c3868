package dev.composeraudit.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.composeraudit.FuzzBounds;

/** The log entry, or the request of our own, that a message carries. */
class LogEntryFuzzTest {
  @FuzzTest
  void anyLogEntryIsReadOrRejectedInAMessageAsByItself(byte[] data) {
    FuzzBounds.withinASecond(
        () -> {
          Request carried = DecodedBounds.decode(TestEvent.published(data));
          Request bare = DecodedBounds.decode(EventDecoder.AUDIT_LOG_WRITTEN, data);
          if (data.length > 0) {
            assertThat(comparable(carried)).isEqualTo(comparable(bare));
          }
        });
  }

  /** A refusal's message says where it was found, which differs. */
  private static Object comparable(Request decoded) {
    return decoded instanceof RejectedEvent refusal ? refusal.code() : decoded;
  }
}

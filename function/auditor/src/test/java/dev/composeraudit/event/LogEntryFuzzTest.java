package dev.composeraudit.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.composeraudit.FuzzBounds;

/** The log entry, or the request of our own, that a message carries. */
class LogEntryFuzzTest {
  @FuzzTest
  void anyLogEntryIsReadOrRefusedInAMessageAsByItself(byte[] data) {
    FuzzBounds.withinASecond(
        () -> {
          Decoded carried = DecodedBounds.decode(TestEvent.published(data));
          Decoded bare = DecodedBounds.decode(EventDecoder.AUDIT_LOG_WRITTEN, data);
          if (data.length > 0) {
            assertThat(comparable(carried)).isEqualTo(comparable(bare));
          }
        });
  }

  /** A refusal's message says where it was found, which differs. */
  private static Object comparable(Decoded decoded) {
    return decoded instanceof Refusal refusal ? refusal.code() : decoded;
  }
}

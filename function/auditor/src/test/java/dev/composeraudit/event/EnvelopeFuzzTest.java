package dev.composeraudit.event;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.composeraudit.FuzzBounds;

/** The envelope: what stands around a Pub/Sub message. */
class EnvelopeFuzzTest {
  @FuzzTest
  void anyEnvelopeIsReadOrRejected(byte[] data) {
    FuzzBounds.withinASecond(() -> DecodedBounds.decode(EventDecoder.MESSAGE_PUBLISHED, data));
  }
}

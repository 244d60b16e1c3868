package dev.composeraudit.event;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Decodes events of every project, at one instant. */
final class TestDecoder {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private TestDecoder() {}

  static AuditRequest audited(TestEntry entry) {
    return (AuditRequest) decode(entry.event());
  }

  static RejectedEvent refused(TestEntry entry) {
    return refused(entry.event());
  }

  static RejectedEvent refused(TestEvent event) {
    return (RejectedEvent) decode(event);
  }

  static Request decode(TestEvent event) {
    return new EventDecoder(ProjectFilter.EVERYTHING, CLOCK).decode(event);
  }
}

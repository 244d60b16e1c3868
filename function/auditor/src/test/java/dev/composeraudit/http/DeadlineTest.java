package dev.composeraudit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(START, ZoneOffset.UTC);

  @Test
  void whatIsLeftIsNeverLessThanNothing() {
    assertThat(Deadline.in(Duration.ofSeconds(5), CLOCK).remaining())
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(new Deadline(START.minusSeconds(1), CLOCK).remaining()).isEqualTo(Duration.ZERO);
  }

  @Test
  void aCallGetsNoMoreThanIsLeft() {
    Deadline deadline = Deadline.in(Duration.ofSeconds(5), CLOCK);

    assertThat(deadline.atMost(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
    assertThat(deadline.atMost(Duration.ofSeconds(9))).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aReserveIsTakenOffTheEnd() {
    Deadline deadline = Deadline.in(Duration.ofSeconds(5), CLOCK);

    assertThat(deadline.leaving(Duration.ofSeconds(2)).remaining())
        .isEqualTo(Duration.ofSeconds(3));
    assertThat(deadline.leaving(Duration.ofSeconds(9)).remaining()).isEqualTo(Duration.ZERO);
  }
}

package dev.composeraudit.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The line that says how far a scan is. */
final class ProgressLinesTest {
  @Test
  void itHasTheRateAndTheRemainingTime() {
    assertThat(ProgressLines.line(10_000, 0, 2_000, Duration.ofSeconds(10)))
        .isEqualTo("read 2,000 of 10,000 environments, 200.0 a second, about 40 s left");
  }

  @Test
  void whatAnEarlierRunDidDoesNotCountForTheRate() {
    assertThat(ProgressLines.line(10_000, 5_000, 100, Duration.ofSeconds(10)))
        .isEqualTo("read 5,100 of 10,000 environments, 10.0 a second, about 8 min 10 s left");
  }

  @Test
  void atTheBeginningNoTimeIsGuessed() {
    assertThat(ProgressLines.line(120, 0, 0, Duration.ofSeconds(10)))
        .isEqualTo("read 0 of 120 environments, 0.0 a second, remaining time not known yet");
  }

  @Test
  void hoursAreHours() {
    assertThat(ProgressLines.line(10_000, 0, 10, Duration.ofSeconds(10)))
        .endsWith("about 2 h 46 min left");
  }
}

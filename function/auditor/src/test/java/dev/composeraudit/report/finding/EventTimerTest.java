package dev.composeraudit.report.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.composeraudit.event.TestEvent;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.report.finding.EventTimer.Stage;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EventTimerTest {
  private final ManualTime time = new ManualTime();

  @Test
  void eachStageIsTimedUntilTheNextAndAgainIfItComesAgain() {
    EventTimer timer = EventTimer.start(TestEvent.published("x"), time);
    time.sleep(Duration.ofMillis(1));
    timer.enter(Stage.EVALUATE);
    time.sleep(Duration.ofMillis(20));
    timer.enter(Stage.FETCH);
    time.sleep(Duration.ofMillis(300));
    timer.enter(Stage.PUBLISH);
    time.sleep(Duration.ofSeconds(4));

    assertThat(timer.stages())
        .containsExactly(
            Map.entry(Stage.FETCH, Duration.ofMillis(301)),
            Map.entry(Stage.EVALUATE, Duration.ofMillis(20)),
            Map.entry(Stage.PUBLISH, Duration.ofMillis(4000)));
    time.sleep(Duration.ofMillis(1));
    assertThat(timer.stages()).containsEntry(Stage.PUBLISH, Duration.ofMillis(4001));
  }

  @Test
  void anEventIsAsOldAsWhatItReportsAndOfNoAgeIfItHasNoTime() {
    CloudEvent timeless = mock(CloudEvent.class);
    when(timeless.getTime()).thenReturn(null);
    EventTimer timer = EventTimer.start(timeless, time);
    assertThat(timer.age()).isEmpty();

    timer.happened(ManualTime.START.minusSeconds(9));
    assertThat(timer.age()).contains(Duration.ofSeconds(9));
  }

  @Test
  void allOfTheBudgetIsLeftWhenItStarts() {
    assertThat(EventTimer.start(TestEvent.published("x"), time).deadline().remaining())
        .isEqualTo(Deadline.EVENT);
  }
}

package dev.composeraudit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.google.gson.JsonObject;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.report.EventTimer.Stage;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class EventTimerTest {
  private final ManualTime time = new ManualTime();

  @Test
  void eachStageIsTimedUntilTheNextAndAgainIfItComesAgain() {
    EventTimer watch = EventTimer.start(TestEvent.published("x"), time);
    time.sleep(Duration.ofMillis(1));
    watch.enter(Stage.JUDGING);
    time.sleep(Duration.ofMillis(20));
    watch.enter(Stage.LOOKING);
    time.sleep(Duration.ofMillis(300));
    watch.enter(Stage.TELLING);
    time.sleep(Duration.ofSeconds(4));

    JsonObject payload = new JsonObject();
    watch.addTo(payload);
    assertThat(payload)
        .hasToString("{\"looking_ms\":301,\"judging_ms\":20,\"telling_ms\":4000,\"age_ms\":3321}");
    time.sleep(Duration.ofMillis(1));
    watch.addStages(payload);
    assertThat(payload.get("telling_ms").getAsLong()).isEqualTo(4001);
  }

  @Test
  void anEventIsAsOldAsWhatItTellsOfAndOfNoAgeIfItTellsNoTime() {
    CloudEvent timeless = mock(CloudEvent.class);
    when(timeless.getTime()).thenReturn(null);
    EventTimer watch = EventTimer.start(timeless, time);
    JsonObject payload = new JsonObject();
    watch.addTo(payload);
    assertThat(payload.has("age_ms")).isFalse();

    watch.happened(ManualTime.START.minusSeconds(9));
    watch.addTo(payload);
    assertThat(payload.get("age_ms").getAsLong()).isEqualTo(9000);
  }

  @Test
  void allOfTheBudgetIsLeftWhenItStarts() {
    assertThat(EventTimer.start(TestEvent.published("x"), time).deadline().remaining())
        .isEqualTo(Deadline.EVENT);
  }
}

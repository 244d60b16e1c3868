package dev.composeraudit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.event.CoverageRequest;
import dev.composeraudit.event.PagePosition;
import dev.composeraudit.event.SweepRequest;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.http.ManualTime;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which messages begin sweeps and coverage checks. */
final class ControlTopicTest {
  private static final CloudEvent EVENT = TestEvent.published("{}");

  private final ManualTime time = new ManualTime();

  /** The topic that the event is of. */
  private final ControlTopic control = new ControlTopic("projects/p/topics/t", time);

  private final ControlTopic another = new ControlTopic("projects/p/topics/t-2", time);

  @Test
  void onlyTheControlTopicBeginsSweepsAndChecks() {
    assertThat(control.rejection(EVENT, sweep("1"))).isEmpty();
    assertThat(control.rejection(EVENT, check("1"))).isEmpty();
    assertThat(another.rejection(EVENT, sweep("2"))).isPresent();
    assertThat(another.rejection(EVENT, check("2"))).isPresent();
  }

  @Test
  void aFirstPageOfAnotherTopicBeginsNothingEither() {
    SweepRequest first = sweep("1").at(PagePosition.first("organizations/1"), 0);
    assertThat(control.rejection(EVENT, first)).isEmpty();
    assertThat(another.rejection(EVENT, first)).isPresent();
  }

  @Test
  void aPageThatAnEarlierVersionPublishedIsHandled() {
    SweepRequest second = sweep("1").at(PagePosition.first("organizations/1").next("token"), 500);
    assertThat(another.rejection(EVENT, second)).isEmpty();
  }

  @Test
  void oneBeginsInTenMinutesAndTheSameOneAlways() {
    assertThat(control.rejection(EVENT, sweep("1"))).isEmpty();
    time.pass(ControlTopic.PAUSE.minus(Duration.ofSeconds(1)));
    assertThat(control.rejection(EVENT, sweep("1"))).isEmpty();
    assertThat(control.rejection(EVENT, sweep("2")))
        .hasValueSatisfying(why -> assertThat(why.message()).contains("10 minutes"));
    assertThat(control.rejection(EVENT, check("2"))).isEmpty();
    time.pass(Duration.ofSeconds(1));
    assertThat(control.rejection(EVENT, sweep("2"))).isEmpty();
  }

  @Test
  void withoutAControlTopicEachTopicsMessagesAreObeyed() {
    ControlTopic none = new ControlTopic(null, time);
    assertThat(none.rejection(EVENT, sweep("1"))).isEmpty();
    assertThat(none.rejection(EVENT, sweep("2"))).isEmpty();
  }

  private SweepRequest sweep(String id) {
    return new SweepRequest(id, time.instant());
  }

  private CoverageRequest check(String id) {
    return new CoverageRequest(id, time.instant());
  }
}

package dev.composeraudit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How often something is tried again, how soon, and for how long. */
final class RetryTest {
  private final ManualTime time = new ManualTime();
  private final Retry retries = new Retry(time);
  private final List<Duration> timeouts = new ArrayList<>();

  @Test
  void whatSucceedsIsTriedOnce() throws Exception {
    assertThat(retries.run("reading", time.deadline(), this::succeed)).isEqualTo("done");
    assertThat(timeouts).containsExactly(BoundedHttpClient.CALL_TIMEOUT);
    assertThat(time.slept()).isEmpty();
  }

  @Test
  void whatFailsIsTriedFiveTimesWithPausesThatMayDouble() {
    assertThatThrownBy(() -> retries.run("reading x", time.deadline(), this::fail))
        .isInstanceOf(TransientException.class)
        .hasMessage("reading x: IOException: \"reset\"");
    assertThat(timeouts).hasSize(5);
    List<Duration> bounds =
        List.of(
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2));
    // A pause of no length is not slept.
    assertThat(time.slept()).hasSizeLessThanOrEqualTo(4);
    assertThat(time.slept().stream().reduce(Duration.ZERO, Duration::plus))
        .isLessThanOrEqualTo(bounds.stream().reduce(Duration.ZERO, Duration::plus));
  }

  @Test
  void pausesAreJitteredSoThatInstancesDoNotKnockTogether() {
    Set<List<Duration>> patterns = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      ManualTime own = new ManualTime();
      assertThatThrownBy(() -> new Retry(own).run("x", own.deadline(), this::fail))
          .isInstanceOf(TransientException.class);
      patterns.add(own.slept());
    }
    assertThat(patterns).hasSizeGreaterThan(10);
  }

  @Test
  void noAttemptBeginsAfterTheDeadline() {
    Deadline deadline = Deadline.in(Duration.ofSeconds(15), time);
    assertThatThrownBy(
            () ->
                retries.run(
                    "x",
                    deadline,
                    timeout -> {
                      timeouts.add(timeout);
                      time.sleep(timeout);
                      throw new IOException("late");
                    }))
        .isInstanceOf(TransientException.class);
    assertThat(timeouts).hasSizeBetween(1, 2);
    assertThat(timeouts.get(0)).isEqualTo(Duration.ofSeconds(10));
    assertThat(timeouts)
        .allSatisfy(it -> assertThat(it).isLessThanOrEqualTo(Duration.ofSeconds(10)));
    assertThat(deadline.remaining()).isLessThanOrEqualTo(Duration.ofSeconds(5));
    if (timeouts.size() == 2) {
      assertThat(timeouts.get(1)).isLessThanOrEqualTo(Duration.ofSeconds(5));
    }
  }

  @Test
  void withoutTimeNothingIsTried() {
    assertThatThrownBy(() -> retries.run("x", Deadline.in(Duration.ZERO, time), this::succeed))
        .isInstanceOf(TransientException.class)
        .hasMessage("x: no time left for it");
    assertThat(timeouts).isEmpty();
  }

  @Test
  void aBugIsNotTriedAgain() {
    IllegalStateException bug = new IllegalStateException("bug");
    assertThatThrownBy(
            () ->
                retries.run(
                    "x",
                    time.deadline(),
                    timeout -> {
                      timeouts.add(timeout);
                      throw bug;
                    }))
        .isSameAs(bug);
    assertThat(timeouts).hasSize(1);
  }

  @Test
  void anInterruptIsNotTriedAgainAndIsPassedOn() {
    assertThatThrownBy(
            () ->
                retries.run(
                    "x",
                    time.deadline(),
                    timeout -> {
                      timeouts.add(timeout);
                      throw new InterruptedException();
                    }))
        .isInstanceOf(TransientException.class)
        .hasMessage("x: interrupted");
    assertThat(timeouts).hasSize(1);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void anInterruptedPauseEndsTheTrying() {
    Retry interrupted =
        new Retry(
            duration -> {
              throw new InterruptedException();
            });
    // Full jitter may give a pause of no length, which nothing interrupts.
    assertThatThrownBy(() -> interrupted.run("x", time.deadline(), this::fail))
        .isInstanceOf(TransientException.class);
    assertThat(timeouts).hasSizeLessThanOrEqualTo(5);
    Thread.interrupted();
  }

  @Test
  void troubleIsDescribedInOneLine() {
    assertThat(Retry.describe(new IOException("a\nb"))).isEqualTo("IOException: \"a\uFFFDb\"");
    assertThat(Retry.describe(new IOException())).isEqualTo("IOException");
    assertThat(Retry.describe(null)).isEqualTo("unknown failure");
    assertThat(
            Retry.describe(
                new TransientStatusException(
                    new Response(503, "", "server's words", false).statusName())))
        .isEqualTo("UNAVAILABLE");
  }

  private String succeed(Duration timeout) {
    timeouts.add(timeout);
    return "done";
  }

  private String fail(Duration timeout) throws IOException {
    timeouts.add(timeout);
    throw new IOException("reset");
  }
}

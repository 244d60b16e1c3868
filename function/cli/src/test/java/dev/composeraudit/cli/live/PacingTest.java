package dev.composeraudit.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How quotas slow tasks down, and which. */
final class PacingTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Pacing<String> pacing = new Pacing<>(4, task -> task.substring(0, 1));

  @Test
  void tasksWithDifferentKeysTakeTurns() {
    add("a1", "a2", "b1", "b2");
    assertThat(startAll(0)).containsExactly("a1", "b1", "a2", "b2");
  }

  @Test
  void noMoreRunAtOnceThanMay() {
    add("a1", "a2", "a3", "a4", "a5");
    assertThat(startAll(0)).hasSize(4);
    pacing.done("a1");
    assertThat(startAll(0)).containsExactly("a5");
  }

  @Test
  void aQuotaPausesItsOwnTasksAndNoOthers() {
    add("a1", "a2", "b1", "b2");
    assertThat(pacing.next(0)).contains("a1");
    pacing.throttled("a1", 0);
    assertThat(startAll(0)).containsExactly("b1", "b2");
    assertThat(pacing.untilNext(0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(startAll(SECOND)).containsExactly("a1", "a2");
  }

  @Test
  void tasksThatMeetTheSameQuotaAtOnceMakeOnePause() {
    add("a1", "a2", "a3");
    startAll(0);
    pacing.throttled("a1", 0);
    pacing.throttled("a2", SECOND / 2);
    pacing.throttled("a3", SECOND / 2);
    assertThat(pacing.untilNext(SECOND / 2)).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void fewerRunAtOnceAfterAQuotaAndMoreAgainAfterSuccesses() {
    add("a1", "a2", "a3", "a4", "a5", "a6");
    List<String> first = startAll(0);
    assertThat(first).hasSize(4);
    first.forEach(task -> pacing.throttled(task, 0));
    List<String> second = startAll(SECOND);
    assertThat(second).as("half of them").hasSize(2);
    second.forEach(pacing::done);
    assertThat(startAll(SECOND)).hasSize(4);
  }

  @Test
  void aQuotaThatStaysExhaustedEndsItsTasksAndNoOthers() {
    add("a1", "a2", "b1");
    long now = 0;
    for (int pause = 0; pause < Pacing.PAUSES; pause++) {
      assertThat(startFirst("a", now)).as("before pause " + pause).isPresent();
      pacing.throttled("a1", now);
      now += 60 * SECOND;
    }
    assertThat(pacing.abandoned()).isEmpty();
    assertThat(startFirst("a", now)).contains("a1");
    pacing.throttled("a1", now);
    assertThat(pacing.abandoned()).containsExactlyInAnyOrder("a1", "a2");
    pacing.done("b1");
    assertThat(pacing.isFinished()).isTrue();
  }

  @Test
  void itIsFinishedWhenNothingWaitsOrRuns() {
    assertThat(pacing.isFinished()).isTrue();
    add("a1");
    assertThat(pacing.isFinished()).isFalse();
    startAll(0);
    assertThat(pacing.isFinished()).isFalse();
    pacing.done("a1");
    assertThat(pacing.isFinished()).isTrue();
  }

  private void add(String... tasks) {
    for (String task : tasks) {
      pacing.add(task);
    }
  }

  /** The next task with a key; those with other keys that come before it stay running. */
  private Optional<String> startFirst(String key, long now) {
    Optional<String> next = pacing.next(now);
    while (next.isPresent() && !next.get().startsWith(key)) {
      next = pacing.next(now);
    }
    return next.isPresent() && !next.get().equals("a1") ? Optional.empty() : next;
  }

  private List<String> startAll(long now) {
    List<String> started = new ArrayList<>();
    for (Optional<String> next = pacing.next(now); next.isPresent(); next = pacing.next(now)) {
      started.add(next.get());
    }
    return started;
  }
}

package dev.composeraudit.cli.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many tasks on some threads, and how they are stopped. */
final class PacedWorkersTest {
  private static final List<Integer> TASKS = IntStream.range(0, 200).boxed().toList();

  private final Set<Integer> done = ConcurrentHashMap.newKeySet();
  private final StopSignal stop = new StopSignal();

  @Test
  void eachTaskIsDone() throws InterruptedException {
    List<Integer> left = new PacedWorkers(8).run(TASKS, task -> "" + task % 3, done::add, stop);
    assertThat(left).isEmpty();
    assertThat(done).hasSize(TASKS.size());
  }

  @Test
  void aTaskThatMeetsAQuotaIsDoneAgain() throws InterruptedException {
    Set<Integer> throttled = ConcurrentHashMap.newKeySet();
    new PacedWorkers(8)
        .run(
            TASKS,
            task -> "" + task % 3,
            task -> (task != 7 || !throttled.add(task)) && done.add(task),
            stop);
    assertThat(throttled).containsExactly(7);
    assertThat(done).hasSize(TASKS.size());
  }

  @Test
  void theSignalEndsItEarly() throws InterruptedException {
    new PacedWorkers(2)
        .run(
            TASKS,
            task -> "",
            task -> {
              if (done.add(task) && done.size() == 10) {
                stop.give();
              }
              return true;
            },
            stop);
    assertThat(done).hasSizeBetween(10, 12);
  }

  @Test
  void aTaskThatHangsDoesNotKeepTheSignalFromEndingIt() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    new PacedWorkers(2)
        .run(
            List.of(1, 2),
            task -> "",
            task -> {
              if (task == 2) {
                stop.give();
                return true;
              }
              try {
                never.await();
              } catch (InterruptedException interrupted) {
                done.add(task);
              }
              return true;
            },
            stop);
    assertThat(done).as("was interrupted").containsExactly(1);
  }

  @Test
  void aDefectIsToldToWhoeverStartedIt() {
    assertThatThrownBy(
            () ->
                new PacedWorkers(4)
                    .run(
                        TASKS,
                        task -> "",
                        task -> {
                          throw new IllegalStateException("defect");
                        },
                        stop))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("defect");
  }

  @Test
  void nothingToDoIsDoneAtOnce() throws InterruptedException {
    assertThat(new PacedWorkers(4).run(List.<Integer>of(), task -> "", done::add, stop)).isEmpty();
  }
}

package dev.composeraudit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ShutdownGateTest {
  private final ShutdownGate drain = new ShutdownGate();

  @Test
  void anEmptyDrainClosesAtOnceAndTakesNothingAnymore() throws Exception {
    assertThat(drain.close(Duration.ofDays(1))).isTrue();
    assertThatThrownBy(drain::enter).isInstanceOf(ShutdownGate.ClosedException.class);
  }

  @Test
  void whatIsInFlightIsWaitedFor() throws Exception {
    drain.enter();
    drain.enter();
    CompletableFuture<Boolean> closing = CompletableFuture.supplyAsync(this::close);
    awaitClosed();
    drain.leave();
    assertThat(closing.isDone()).isFalse();
    drain.leave();

    assertThat(closing.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatDoesNotFinishInTimeIsNotWaitedForAnyLonger() throws Exception {
    drain.enter();

    assertThat(drain.close(Duration.ofMillis(1))).isFalse();
  }

  @Test
  void thePlatformsLimitOfTenSecondsIsKept() {
    assertThat(ShutdownGate.LIMIT).isLessThan(Duration.ofSeconds(10));
  }

  private boolean close() {
    try {
      return drain.close(Duration.ofDays(1));
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** Until nothing is taken anymore; what is taken meanwhile leaves at once. */
  private void awaitClosed() {
    try {
      while (true) {
        drain.enter();
        drain.leave();
        Thread.onSpinWait();
      }
    } catch (ShutdownGate.ClosedException closed) {
      assertThat(closed).hasMessage("this instance is shutting down");
    }
  }
}

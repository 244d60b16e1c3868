package dev.composeraudit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShutdownGateTest {
  private final ShutdownGate gate = new ShutdownGate();

  @Test
  void anIdleGateClosesAtOnceAndTakesNothingAnymore() throws Exception {
    assertThat(gate.close(Duration.ofDays(1))).isTrue();
    assertThatThrownBy(gate::enter).isInstanceOf(ShutdownGate.ClosedException.class);
  }

  @Test
  void whatIsInFlightIsWaitedFor() throws Exception {
    gate.enter();
    gate.enter();
    CompletableFuture<Boolean> closing = CompletableFuture.supplyAsync(this::close);
    awaitClosed();
    gate.leave();
    assertThat(closing.isDone()).isFalse();
    gate.leave();

    assertThat(closing.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatDoesNotFinishInTimeIsNotWaitedForAnyLonger() throws Exception {
    gate.enter();

    assertThat(gate.close(Duration.ofMillis(1))).isFalse();
  }

  @Test
  void thePlatformsLimitOfTenSecondsIsKept() {
    assertThat(ShutdownGate.LIMIT).isLessThan(Duration.ofSeconds(10));
  }

  private boolean close() {
    try {
      return gate.close(Duration.ofDays(1));
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** Until nothing is taken anymore; what is taken meanwhile leaves at once. */
  private void awaitClosed() {
    try {
      while (true) {
        gate.enter();
        gate.leave();
        Thread.onSpinWait();
      }
    } catch (ShutdownGate.ClosedException closed) {
      assertThat(closed).hasMessage("this instance is shutting down");
    }
  }
}

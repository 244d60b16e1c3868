package dev.composeraudit.acceptance.campaign.creations;

import java.io.IOException;
import java.time.Duration;

/** Waits for nothing to be under way anymore, and notices when that takes too long. */
final class IdleWait {
  // What an emulator holds back for longer than this comes no more: the longest backoff is 4 s.
  private static final long SILENCE_NANOS = 8_000_000_000L;

  private final ScaledDeployment deployment;
  private final long end;
  private final Duration timeout;
  private long begun = -1;
  private long since = System.nanoTime();
  private int times;

  IdleWait(ScaledDeployment deployment, Duration timeout) {
    this.deployment = deployment;
    this.timeout = timeout;
    this.end = System.nanoTime() + timeout.toNanos();
  }

  /**
   * @param busy whether processes are being replaced or creations under way
   * @throws IllegalStateException if it was not reached in time
   */
  boolean isReached(boolean... busy) throws IOException, InterruptedException {
    ScaledDeployment.Deliveries now = deployment.deliveries();
    if (System.nanoTime() > end) {
      throw new IllegalStateException("not done after %s: %s".formatted(timeout, now));
    }
    boolean still = now.held() == 0 && now.inFlight() == 0 && now.backlog() <= 0;
    for (boolean each : busy) {
      still &= !each;
    }
    if (!still || now.begun() != begun) {
      begun = now.begun();
      since = System.nanoTime();
      times = 0;
      return false;
    }
    times++;
    return now.backlog() == 0 ? times >= 3 : System.nanoTime() - since > SILENCE_NANOS;
  }
}

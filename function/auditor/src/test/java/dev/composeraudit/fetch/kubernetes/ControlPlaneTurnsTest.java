package dev.composeraudit.fetch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.composeraudit.fetch.kubernetes.ControlPlaneTurns.NoTurnException;
import dev.composeraudit.fetch.kubernetes.ControlPlaneTurns.Turn;
import dev.composeraudit.subject.ClusterName;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How many events read from one control plane at a time. */
final class ControlPlaneTurnsTest {
  private static final ClusterName SLOW =
      ClusterName.parse("projects/p-1/locations/europe-west1/clusters/slow");
  private static final ClusterName OTHER =
      ClusterName.parse("projects/p-1/locations/europe-west1/clusters/other");

  private final ControlPlaneTurns turns = new ControlPlaneTurns();

  @Test
  void aThirdEventHasNoTurnAndAnotherClusterDoes() throws Exception {
    Turn first = turns.await(SLOW, Duration.ZERO);
    Turn second = turns.await(SLOW, Duration.ZERO);

    assertThatThrownBy(() -> turns.await(SLOW, Duration.ZERO)).isInstanceOf(NoTurnException.class);
    turns.await(OTHER, Duration.ZERO).close();
    first.close();
    turns.await(SLOW, Duration.ZERO).close();
    second.close();
    assertThat(turns.remembered()).isZero();
  }

  @Test
  void whoWaitsIsNext() throws Exception {
    Turn first = turns.await(SLOW, Duration.ZERO);
    Turn second = turns.await(SLOW, Duration.ZERO);
    CompletableFuture<Boolean> third =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                turns.await(SLOW, Duration.ofSeconds(30)).close();
                return true;
              } catch (NoTurnException | InterruptedException none) {
                return false;
              }
            });
    first.close();

    assertThat(third.get(30, TimeUnit.SECONDS)).isTrue();
    second.close();
    assertThat(turns.remembered()).isZero();
  }
}

package dev.composeraudit.acceptance.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.campaign.load.LoadRun;
import org.junit.jupiter.api.Test;

/** Many events at the same time in a small heap; how fast they are is said by scripts/campaign. */
final class LoadIT {
  @Test
  void manyEventsAtTheSameTimeAreAllAcknowledgedByNoMoreThreads() throws Exception {
    LoadRun.Outcome outcome = LoadRun.of(LoadRun.Plan.brief());

    assertThat(outcome.events()).isGreaterThan(100);
    assertThat(LoadCommand.wrong(outcome)).isEmpty();
  }
}

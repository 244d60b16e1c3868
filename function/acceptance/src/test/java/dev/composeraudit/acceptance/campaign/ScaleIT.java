package dev.composeraudit.acceptance.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.campaign.load.ScaleRun;
import org.junit.jupiter.api.Test;

/**
 * A sweep and a coverage check of several pages by the real function; how much 100,000 environments
 * take is said by scripts/campaign.
 */
final class ScaleIT {
  @Test
  void thousandsOfEnvironmentsAreSweptAndCountedPageByPage() throws Exception {
    ScaleRun.Outcome outcome = ScaleRun.of(ScaleRun.Plan.brief());

    assertThat(ScaleCommand.wrong(outcome)).isEmpty();
    assertThat(outcome.coverage().logCalls()).isGreaterThan(outcome.coverage().messages());
  }
}

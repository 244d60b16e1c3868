package dev.composeraudit.acceptance.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.campaign.load.StartRun;
import org.junit.jupiter.api.Test;

/** The measurement of cold starts works; how long they take is said by scripts/bench. */
final class StartIT {
  @Test
  void startsAreMeasuredBesideAFunctionThatDoesNothing() throws Exception {
    assertThat(StartRun.of(StartRun.Plan.brief()))
        .hasSize(2)
        .allSatisfy(outcome -> assertThat(outcome.starts()).isNotEmpty())
        .allSatisfy(outcome -> assertThat(outcome.load().errors()).isZero());
  }
}

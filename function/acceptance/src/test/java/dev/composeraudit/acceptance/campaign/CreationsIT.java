package dev.composeraudit.acceptance.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.campaign.creations.CreationPlan;
import dev.composeraudit.acceptance.campaign.creations.CreationRun;
import dev.composeraudit.acceptance.campaign.creations.DeadLetters;
import org.junit.jupiter.api.Test;

/** Little of what {@code scripts/campaign creations} does with thousands. */
final class CreationsIT {
  @Test
  void noCreationLosesAFindingWhileCallsFailAndProcessesAreKilled() throws Exception {
    CreationPlan plan = CreationPlan.brief(20261125);
    CreationRun.Outcome outcome = CreationRun.of(plan, progress -> {});

    assertThat(outcome.wrong()).isEmpty();
    assertThat(outcome.tallies().values())
        .extracting(CreationRun.Tally::creations)
        .satisfies(
            counts ->
                assertThat(counts.stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(plan.creations()));
    assertThat(outcome.kills()).isEqualTo(plan.kills());
    assertThat(outcome.deadLetters())
        .isEqualTo(new DeadLetters.Count(plan.poison(), plan.poison(), 0, 0));
    // That nothing went wrong means something only if much went wrong on the way.
    assertThat(outcome.deliveries().refused() + outcome.deliveries().cut()).isPositive();
    assertThat(outcome.calls().getAsJsonObject("pubsub.topics.publish").get("faults").getAsInt())
        .isPositive();
  }
}

package dev.composeraudit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.FaultCase.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The function's calls meet faults; the cases that take no waiting. All of them: scripts/campaign
 * faults.
 */
final class FaultTableIT {
  @Test
  void noFaultIsASilentPassOrALostEvent() throws Exception {
    List<FaultCase> cases = FaultTable.quick();
    List<FaultRun.Row> rows = FaultCampaign.run(cases);
    assertThat(rows)
        .hasSameSizeAs(
            cases.stream().filter(each -> each.expected() != Outcome.CANNOT_BE).toList());
    assertThat(rows).allSatisfy(row -> assertThat(row.wrong()).as(row.toString()).isEmpty());
  }
}

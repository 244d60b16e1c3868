package dev.composeraudit.acceptance.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.campaign.faults.FaultCampaign;
import dev.composeraudit.acceptance.campaign.faults.FaultCase;
import dev.composeraudit.acceptance.campaign.faults.FaultCase.Outcome;
import dev.composeraudit.acceptance.campaign.faults.FaultRun;
import dev.composeraudit.acceptance.campaign.faults.FaultTable;
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

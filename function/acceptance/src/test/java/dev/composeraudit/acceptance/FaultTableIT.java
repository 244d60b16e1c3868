package dev.composeraudit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.FaultCase.Outcome;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The function's calls meet faults; the cases that take no waiting. All of them: scripts/campaign.
 */
final class FaultTableIT {
  private static final Set<String> QUICK =
      Set.of("400", "403-iam", "404", "404-text", "409", "garbage", "wrong-ca", "503");

  @Test
  void noFaultIsASilentPassOrALostEvent() throws Exception {
    List<FaultCase> cases =
        FaultTable.all().stream().filter(each -> QUICK.contains(each.fault())).toList();
    List<FaultRun.Row> rows = FaultCampaign.run(cases);
    assertThat(rows)
        .hasSameSizeAs(
            cases.stream().filter(each -> each.expected() != Outcome.CANNOT_BE).toList());
    assertThat(rows).allSatisfy(row -> assertThat(row.wrong()).as(row.toString()).isEmpty());
  }
}

package dev.composeraudit.acceptance.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.campaign.tenants.TenantRun;
import org.junit.jupiter.api.Test;

/**
 * Hostile tenants before the real function; how long others wait for their findings is said by
 * scripts/campaign.
 */
final class TenantsIT {
  @Test
  void noTenantHidesItsViolationOrKeepsOthersFromTheirFindings() throws Exception {
    TenantRun.Outcome outcome = TenantRun.of(TenantRun.Plan.brief());

    assertThat(TenantsCommand.wrong(outcome)).isEmpty();
    assertThat(outcome.latencies()).hasSize(TenantRun.Plan.brief().honest());
    assertThat(outcome.changes()).isGreaterThan(10);
  }
}

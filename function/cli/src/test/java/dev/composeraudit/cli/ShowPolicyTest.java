package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ShowPolicyTest {
  private static final String HOUSE = "src/test/resources/policies/house";

  @Test
  void aPolicyIsShownWithWhatIsInForce() {
    Cli.Run run = Cli.run("show", "approved-region", "--policies", HOUSE);

    Golden.check("show.txt", run.transcript());
  }

  @Test
  void anExceptionThatExpiredSaysSo() {
    Cli.Run run = Cli.run("show", "owner-label", "--policies", HOUSE);

    assertThat(run.out()).contains("no-owner-yet everywhere, expired on 2026-06-30T00:00:00Z");
  }

  @Test
  void aPolicyThatDoesNotExistIsNamed() {
    Cli.Run run = Cli.run("show", "no-such-policy");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).isEqualToIgnoringNewLines("there is no policy \"no-such-policy\"");
  }

  @Test
  void theListShowsWhatIsInForce() {
    Cli.Run run = Cli.run("list", "--policies", HOUSE);

    Golden.check("list.txt", run.transcript());
  }

  @Test
  void withoutOptionsTheProgramsOwnPoliciesAreListed() {
    Cli.Run run = Cli.run("list");

    assertThat(run.out()).contains("ip-masquerade-agent-enabled (HIGH, everywhere)");
    assertThat(run.code()).isZero();
  }

  @Test
  void policiesThatDoNotLoadAreNotInForce() {
    Cli.Run run = Cli.run("list", "--policies", "src/test/resources/policies/broken");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }
}

package dev.composeraudit.acceptance.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.EventsTopic;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import dev.composeraudit.acceptance.deployment.Run;
import dev.composeraudit.acceptance.deployment.SandboxCommands;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is found without an entry about the environment itself. */
final class SweepIT {
  private static final Scenario AGENT_ON = Scenario.ALL.get(1);

  private static Deployment deployment;
  private static Run run;

  @BeforeAll
  static void deploy() throws Exception {
    deployment = Deployment.start(DeploymentOptions.standard());
    run = new Run(deployment, deployment.findings("sweep-it"));
    run.create(AGENT_ON);
    run.await(List.of(AGENT_ON), Duration.ofSeconds(60), (scenario, it) -> {}, waiting -> {});
    assertThat(run.missing(List.of(AGENT_ON))).isEmpty();
  }

  @AfterAll
  static void remove() {
    deployment.close();
  }

  @Test
  void aSweepJudgesEveryEnvironmentThereIs() throws Exception {
    EventsTopic.publish(deployment.pubsubUri(), "{\"kind\": \"sweep\"}");

    PublishedFinding swept = await("sweep", Scenario.AGENT);
    assertThat(swept.environment()).isEqualTo(AGENT_ON.environment());
    assertThat(swept.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void anEgressPolicyThatSomebodyEditsIsJudgedAtOnce() throws Exception {
    new SandboxCommands(new Http(deployment.sandboxUri()))
        .exempt(AGENT_ON.resource(), List.of("10.0.0.0/8"));

    assertThat(await("update", Scenario.DESTINATIONS).verdict()).isEqualTo(Verdict.FAIL);
  }

  private static PublishedFinding await(String trigger, String policy) {
    return Await.until(
            "a finding of " + policy + " after " + trigger,
            Duration.ofSeconds(30),
            () ->
                run.news().findings().stream()
                    .filter(it -> it.trigger().equals(trigger) && it.policy().equals(policy))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }
}

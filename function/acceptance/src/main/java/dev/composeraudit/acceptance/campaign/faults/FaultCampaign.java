package dev.composeraudit.acceptance.campaign.faults;

import dev.composeraudit.acceptance.campaign.faults.FaultCase.Outcome;
import dev.composeraudit.acceptance.deployment.Collected;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.SandboxSecuritySource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Cases of the fault table, carried out side by side in one deployment. */
public final class FaultCampaign {
  // Most of a case's time is spent waiting for an answer that does not come.
  private static final int AT_ONCE = 12;

  private FaultCampaign() {}

  public static List<FaultRun.Row> run(List<FaultCase> cases)
      throws IOException, InterruptedException, ExecutionException {
    DeploymentOptions options =
        DeploymentOptions.standard()
            .withCreation(Duration.ZERO)
            .withDelivery(DeploymentOptions.Delivery.BY_HAND);
    ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
    Map<String, String> settings =
        Map.of("SCC_SOURCE", SandboxSecuritySource.NAME, "WITH_COMPOSER_1", "true");
    try (Deployment deployment = Deployment.start(options, settings)) {
      Collected findings = new Collected(deployment.findings("faults"));
      Collected deadLetters = new Collected(deployment.sandbox().deadLetters("faults-dead"));
      List<Future<FaultRun.Row>> rows = new ArrayList<>();
      for (FaultCase each : cases) {
        if (each.expected() != Outcome.CANNOT_BE) {
          FaultRun run = new FaultRun(deployment, findings, deadLetters, each, rows.size());
          rows.add(executor.submit(run::run));
        }
      }
      List<FaultRun.Row> done = new ArrayList<>();
      for (Future<FaultRun.Row> row : rows) {
        done.add(row.get());
      }
      return done;
    } finally {
      executor.shutdownNow();
    }
  }
}

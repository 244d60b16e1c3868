package dev.composeraudit.acceptance.campaign.load;

import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.FunctionProcess;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.LocalSandbox;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What the function sees while it is measured: Google's APIs, which answer from memory what a
 * sandbox with an environment of each kind answered, and that sandbox's clusters, over TLS.
 */
final class LocalCloud implements AutoCloseable {
  private final LocalSandbox sandbox;
  private final CannedCloud apis;

  private LocalCloud(LocalSandbox sandbox, CannedCloud apis) {
    this.sandbox = sandbox;
    this.apis = apis;
  }

  /**
   * @param threads how many calls may be answered at a time
   */
  static LocalCloud start(int threads) throws IOException, InterruptedException {
    DeploymentOptions options = DeploymentOptions.standard().withCreation(Duration.ZERO);
    LocalCloud started = new LocalCloud(LocalSandbox.start(options), CannedCloud.start(threads));
    try {
      started.create(new Http(started.sandbox.uri()));
      return started;
    } catch (IOException | InterruptedException | RuntimeException failed) {
      started.close();
      throw failed;
    }
  }

  CannedCloud apis() {
    return apis;
  }

  /**
   * The settings of a function in front of it.
   *
   * @param folder where its bindings are written
   */
  Map<String, String> settings(Path folder) throws IOException {
    return FunctionProcess.settings(apis.uri(), apis.uri(), folder);
  }

  @Override
  public void close() {
    apis.close();
    sandbox.close();
  }

  /** Creates one environment of each kind, and learns what the APIs say of it. */
  private void create(Http sandbox) throws IOException, InterruptedException {
    for (Scenario scenario : Scenario.ALL) {
      sandbox.post(Scenario.collection(), scenario.body());
    }
    for (Scenario scenario : Scenario.ALL) {
      JsonObject environment =
          Await.until(
              "that " + scenario.environment() + " runs",
              Duration.ofSeconds(60),
              () -> sandbox.get("/v1/" + scenario.resource()),
              it -> it.get("state").getAsString().equals("RUNNING"));
      apis.learn(sandbox, "/v1/" + scenario.resource());
      JsonObject config = environment.getAsJsonObject("config");
      if (config.has("gkeCluster") && !config.get("gkeCluster").getAsString().isEmpty()) {
        apis.learn(sandbox, "/v1/" + config.get("gkeCluster").getAsString());
        String subnetwork = config.getAsJsonObject("nodeConfig").get("subnetwork").getAsString();
        apis.learn(sandbox, "/compute/v1/" + subnetwork);
      }
    }
  }
}

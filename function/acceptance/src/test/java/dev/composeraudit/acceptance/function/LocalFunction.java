package dev.composeraudit.acceptance.function;

import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.FunctionProcess;
import dev.composeraudit.acceptance.deployment.LocalSandbox;
import dev.composeraudit.acceptance.deployment.ManagedProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The packaged function with settings of its own, in front of a sandbox. */
public record LocalFunction(ManagedProcess process, URI uri) implements AutoCloseable {
  /**
   * Starts one, and waits until it answers.
   *
   * @param folder for its bindings; what lies there is read too
   * @param settings beside those that a deployment's function has
   */
  public static LocalFunction start(LocalSandbox sandbox, Path folder, Map<String, String> settings)
      throws IOException, InterruptedException {
    Map<String, String> all =
        new HashMap<>(FunctionProcess.settings(sandbox.uri(), sandbox.pubsub(), folder));
    all.putAll(settings);
    int port = FunctionProcess.freePort();
    URI uri = URI.create("http://127.0.0.1:" + port);
    ManagedProcess process = FunctionProcess.start(DeploymentOptions.standard(), port, folder, all);
    try {
      FunctionProcess.awaitAnswer(process, uri);
    } catch (InterruptedException | RuntimeException failed) {
      process.close();
      throw failed;
    }
    return new LocalFunction(process, uri);
  }

  @Override
  public void close() {
    process.close();
  }
}

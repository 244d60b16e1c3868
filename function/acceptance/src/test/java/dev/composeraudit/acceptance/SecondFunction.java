package dev.composeraudit.acceptance;

import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.ManagedProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A function with settings of its own beside a deployment's, over the same sandbox. */
record SecondFunction(ManagedProcess process, URI uri) implements AutoCloseable {
  /**
   * @param folder for its bindings; what lies there is read too
   * @param settings beside those that a deployment's function has
   */
  static SecondFunction start(Deployment deployment, Path folder, Map<String, String> settings)
      throws IOException, InterruptedException {
    Map<String, String> all =
        new HashMap<>(Deployment.settings(deployment.sandboxUri(), deployment.pubsubUri(), folder));
    all.putAll(settings);
    int port = Deployment.freePort();
    URI uri = URI.create("http://127.0.0.1:" + port);
    ManagedProcess process =
        Deployment.startFunction(Deployment.Options.standard(), port, folder, all);
    try {
      Deployment.awaitAnswer(process, uri);
    } catch (InterruptedException | RuntimeException failed) {
      process.close();
      throw failed;
    }
    return new SecondFunction(process, uri);
  }

  @Override
  public void close() {
    process.close();
  }
}

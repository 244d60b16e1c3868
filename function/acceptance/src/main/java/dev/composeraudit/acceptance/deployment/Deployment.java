package dev.composeraudit.acceptance.deployment;

import dev.composeraudit.acceptance.deployment.DeploymentOptions.Delivery;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A sandbox and the packaged function under the real invoker, wired to each other. */
public final class Deployment implements AutoCloseable {
  private final LocalSandbox sandbox;
  private final ManagedProcess function;
  private final URI functionUri;

  private Deployment(LocalSandbox sandbox, ManagedProcess function, URI functionUri) {
    this.sandbox = sandbox;
    this.function = function;
    this.functionUri = functionUri;
  }

  /** Starts both and waits until both answer. */
  public static Deployment start(DeploymentOptions options)
      throws IOException, InterruptedException {
    return start(options, Map.of());
  }

  /**
   * The same.
   *
   * @param more settings beside those that every deployment's function has
   */
  public static Deployment start(DeploymentOptions options, Map<String, String> more)
      throws IOException, InterruptedException {
    int port = FunctionProcess.freePort();
    URI functionUri = URI.create("http://127.0.0.1:" + port);
    boolean byHand = options.delivery() == Delivery.BY_HAND;
    LocalSandbox sandbox =
        LocalSandbox.start(
            options, byHand ? List.of() : List.of("--function", functionUri.toString()));
    try {
      Path folder = Files.createTempDirectory("composer-audit-function");
      Map<String, String> settings =
          byHand
              ? FunctionProcess.settings(sandbox.frontDoor(), sandbox.frontDoor(), folder)
              : FunctionProcess.settings(sandbox.uri(), sandbox.pubsub(), folder);
      settings.putAll(more);
      ManagedProcess function = FunctionProcess.start(options, port, folder, settings);
      FunctionProcess.awaitAnswer(function, functionUri);
      return new Deployment(sandbox, function, functionUri);
    } catch (IOException | InterruptedException | RuntimeException failed) {
      sandbox.close();
      throw failed;
    }
  }

  public LocalSandbox sandbox() {
    return sandbox;
  }

  public URI sandboxUri() {
    return sandbox.uri();
  }

  public URI functionUri() {
    return functionUri;
  }

  public URI pubsubUri() {
    return sandbox.pubsub();
  }

  public ManagedProcess function() {
    return function;
  }

  /** A subscription to the findings, made new. */
  public FindingsFeed findings(String subscription) throws IOException, InterruptedException {
    return sandbox.findings(subscription);
  }

  @Override
  public void close() {
    // Both at once: each takes a moment to end.
    function.stop();
    sandbox.stop();
    function.close();
    sandbox.close();
  }
}

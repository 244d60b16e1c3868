package dev.composeraudit.acceptance.demo;

import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.ManagedProcess;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The packaged command {@code composer-audit dashboard}, over the sandbox's findings. */
public final class LiveDashboard implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  private final ManagedProcess process;
  private final URI address;

  private LiveDashboard(ManagedProcess process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts it with a subscription of its own, and waits until it serves.
   *
   * @param port 0 = a free one
   */
  public static LiveDashboard start(Layout layout, URI pubsub, int port)
      throws IOException, InterruptedException {
    List<String> command =
        layout.commandLine(
            "dashboard",
            "--topic",
            "projects/" + Scenario.PROJECT + "/topics/composer-audit-findings",
            "--pubsub-endpoint",
            pubsub.toString(),
            "--port",
            Integer.toString(port));
    ManagedProcess process =
        ManagedProcess.start("dashboard", command, Path.of("").toAbsolutePath(), Map.of());
    try {
      String line = process.awaitLine(it -> it.startsWith("http://"), START);
      return new LiveDashboard(process, URI.create(line));
    } catch (InterruptedException | RuntimeException failed) {
      process.close();
      throw failed;
    }
  }

  /** Where the page is. */
  public URI address() {
    return address;
  }

  @Override
  public void close() {
    process.close();
  }
}

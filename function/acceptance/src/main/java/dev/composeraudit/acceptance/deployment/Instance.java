package dev.composeraudit.acceptance.deployment;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One process of the function among several, which may be killed and started again. */
public final class Instance implements AutoCloseable {
  private static final long EXIT_SECONDS = 30;

  private final int port;
  private final List<String> command;
  private final Path folder;
  private final Map<String, String> settings;
  private final Path log;
  private Process process;

  private Instance(
      int port,
      List<String> command,
      Path folder,
      Map<String, String> settings,
      Path log,
      Process process) {
    this.port = port;
    this.command = command;
    this.folder = folder;
    this.settings = settings;
    this.log = log;
    this.process = process;
  }

  /** How a process is ended from outside. */
  public enum Signal {
    /** At once. */
    SIGKILL,
    /** It may finish what it has begun. */
    SIGTERM
  }

  /**
   * Starts one; it may not answer yet.
   *
   * @param folder holds its bindings
   * @param log what it prints is appended there
   */
  public static Instance start(int port, Path folder, Map<String, String> settings, Path log)
      throws IOException {
    List<String> command = FunctionProcess.command(DeploymentOptions.standard(), port);
    return start(port, command, folder, settings, log);
  }

  /** Starts one by a command of the caller's, which says the port too. */
  public static Instance start(
      int port, List<String> command, Path folder, Map<String, String> settings, Path log)
      throws IOException {
    return new Instance(
        port, command, folder, settings, log, launch(command, folder, settings, log));
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public long pid() {
    return process.pid();
  }

  /** How much of a processor's time it has used; nothing where the system does not tell. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public void awaitAnswer() throws InterruptedException {
    FunctionProcess.awaitAnswer(uri(), process::isAlive);
  }

  /** Ends the process and starts another one in its place; returns once that answers. */
  public void replace(Signal signal) throws IOException, InterruptedException {
    if (signal == Signal.SIGKILL) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
    if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("still there " + EXIT_SECONDS + " s after " + signal);
    }
    process = launch(command, folder, settings, log);
    awaitAnswer();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static Process launch(
      List<String> command, Path folder, Map<String, String> settings, Path log)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(settings);
    Process started = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    return started;
  }
}

package dev.composeraudit.acceptance.deployment;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged sandbox, running in a process of its own. */
public final class LocalSandbox implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  private final ManagedProcess process;
  private final URI uri;
  private final URI pubsub;
  private final URI frontDoor;

  private LocalSandbox(ManagedProcess process, JsonObject ready) {
    this.process = process;
    this.uri = URI.create(ready.get("endpoint").getAsString());
    this.pubsub = URI.create(ready.get("pubsub").getAsString());
    this.frontDoor = URI.create(ready.get("frontDoor").getAsString());
  }

  /** Starts one that delivers events to nobody, and waits until it is ready. */
  public static LocalSandbox start(DeploymentOptions options)
      throws IOException, InterruptedException {
    return start(options, List.of());
  }

  /**
   * The same.
   *
   * @param more further arguments
   */
  public static LocalSandbox start(DeploymentOptions options, List<String> more)
      throws IOException, InterruptedException {
    ManagedProcess process =
        ManagedProcess.start(
            "sandbox", command(options, more), Path.of("").toAbsolutePath(), Map.of());
    try {
      String ready = process.awaitLine(line -> line.startsWith("{"), START);
      return new LocalSandbox(process, JsonParser.parseString(ready).getAsJsonObject());
    } catch (InterruptedException | RuntimeException failed) {
      process.close();
      throw failed;
    }
  }

  private static List<String> command(DeploymentOptions options, List<String> more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Layout.java().toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                options.layout().sandboxJar().toString(),
                "--port",
                Integer.toString(options.port()),
                "--project",
                Scenario.PROJECT,
                "--creation-seconds",
                Double.toString(options.creation().toMillis() / 1000.0),
                "--pubsub",
                options.pubsub()));
    command.addAll(more);
    return command;
  }

  /** Where the APIs are. */
  public URI uri() {
    return uri;
  }

  /** Where Pub/Sub is: the same, unless it is the emulator. */
  public URI pubsub() {
    return pubsub;
  }

  /** Where the APIs are asked if their calls are to be noted, or to fail. */
  public URI frontDoor() {
    return frontDoor;
  }

  /** A subscription to the findings, made new. */
  public FindingsFeed findings(String subscription) throws IOException, InterruptedException {
    return FindingsFeed.subscribe(
        pubsub, Scenario.PROJECT, "composer-audit-findings", subscription);
  }

  /** A subscription to the events that were refused, made new. */
  public FindingsFeed deadLetters(String subscription) throws IOException, InterruptedException {
    return FindingsFeed.subscribe(
        pubsub, Scenario.PROJECT, "composer-audit-events-dead", subscription);
  }

  /** Tells it to end, and does not wait for that. */
  void stop() {
    process.stop();
  }

  @Override
  public void close() {
    process.close();
  }
}

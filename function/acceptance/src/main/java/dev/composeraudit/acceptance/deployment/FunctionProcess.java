package dev.composeraudit.acceptance.deployment;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/** How the packaged function is started, in a process of its own, and what it is told. */
public final class FunctionProcess {
  private static final Duration START = Duration.ofMinutes(2);

  private FunctionProcess() {}

  /** Starts the packaged function alone, from the folder given and with these settings only. */
  public static ManagedProcess start(
      DeploymentOptions options, int port, Path folder, Map<String, String> settings)
      throws IOException {
    if (options.image().isPresent()) {
      ImageFolder image = options.image().orElseThrow();
      Map<String, String> withPort = new HashMap<>(settings);
      withPort.put("PORT", Integer.toString(port));
      return ManagedProcess.start(
          "function", image.command(options.java()), image.path(), withPort);
    }
    return ManagedProcess.start("function", command(options, port), folder, settings);
  }

  /** The real invoker with the packaged function. */
  static List<String> command(DeploymentOptions options, int port) {
    return List.of(
        options.java().toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-jar",
        options.layout().invoker(options.invoker()).toString(),
        "--classpath",
        options.layout().functionJar().toString(),
        "--target",
        "dev.composeraudit.AuditFunction",
        "--port",
        Integer.toString(port));
  }

  /**
   * A port that nobody listens on, below those that outgoing connections take: it must still be
   * free when a process that starts slowly gets to it.
   */
  public static int freePort() throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      try (ServerSocket socket =
          new ServerSocket(ThreadLocalRandom.current().nextInt(20_000, 32_000))) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        // Another one, then.
      }
    }
    throw new IOException("no port is free between 20000 and 32000");
  }

  /** Waits until the invoker answers; it does so only once the function has been constructed. */
  public static void awaitAnswer(ManagedProcess function, URI uri) throws InterruptedException {
    try {
      awaitAnswer(uri, function::isAlive);
    } catch (IllegalStateException silent) {
      throw new IllegalStateException(
          silent.getMessage() + "; it said:\n" + String.join("\n", function.lines()), silent);
    }
  }

  /** The same for any process. */
  public static void awaitAnswer(URI uri, BooleanSupplier alive) throws InterruptedException {
    Http http = new Http(uri);
    boolean ended =
        Await.comesTrue("the function", START, () -> !alive.getAsBoolean() || answers(http));
    if (!ended || !alive.getAsBoolean()) {
      throw new IllegalStateException("the function did not start");
    }
  }

  private static boolean answers(Http http) throws InterruptedException {
    try {
      // The invoker answers this itself, without calling the function.
      http.send("GET", "/robots.txt", HttpRequest.BodyPublishers.noBody(), Map.of());
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** What a deployment of the function is told, with the sandbox in Google's place. */
  public static Map<String, String> settings(URI apis, URI pubsub, Path folder) throws IOException {
    Path bindings = folder.resolve("bindings.yaml");
    try (InputStream resource = FunctionProcess.class.getResourceAsStream("bindings.yaml")) {
      if (resource == null) {
        throw new IllegalStateException("bindings.yaml is missing from the jar");
      }
      Files.write(bindings, resource.readAllBytes());
    }
    Map<String, String> settings = new HashMap<>();
    settings.put("FINDINGS_TOPIC", topic("composer-audit-findings"));
    settings.put("DEAD_LETTER_TOPIC", topic("composer-audit-events-dead"));
    settings.put("BINDINGS", folder.toString());
    settings.put("COMPOSER_ENDPOINT", apis.toString());
    settings.put("CONTAINER_ENDPOINT", apis.toString());
    settings.put("COMPUTE_ENDPOINT", apis.toString());
    settings.put("ASSET_ENDPOINT", apis.toString());
    settings.put("LOGGING_ENDPOINT", apis.toString());
    settings.put("SECURITYCENTER_ENDPOINT", apis.toString());
    settings.put("IAMCREDENTIALS_ENDPOINT", apis.toString());
    settings.put("PUBSUB_ENDPOINT", pubsub.toString());
    settings.put("EVENTS_TOPIC", topic("composer-audit-events"));
    settings.put("SWEEP_SCOPE", "projects/" + Scenario.PROJECT);
    settings.put("WAIT_FOR_CREATION", "PT10S");
    settings.put("COVERAGE_GRACE", "PT0S");
    return settings;
  }

  private static String topic(String id) {
    return "projects/" + Scenario.PROJECT + "/topics/" + id;
  }
}

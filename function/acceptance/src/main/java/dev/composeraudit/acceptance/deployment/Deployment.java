package dev.composeraudit.acceptance.deployment;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/** A sandbox and the packaged function under the real invoker, wired to each other. */
public final class Deployment implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  private final ManagedProcess sandbox;
  private final ManagedProcess function;
  private final URI sandboxUri;
  private final URI functionUri;
  private final URI pubsubUri;
  private final URI frontDoor;

  private Deployment(
      ManagedProcess sandbox,
      ManagedProcess function,
      URI sandboxUri,
      URI functionUri,
      URI pubsubUri,
      URI frontDoor) {
    this.sandbox = sandbox;
    this.function = function;
    this.sandboxUri = sandboxUri;
    this.functionUri = functionUri;
    this.pubsubUri = pubsubUri;
    this.frontDoor = frontDoor;
  }

  /**
   * How to deploy.
   *
   * @param java the Java that runs the function
   * @param invoker the version of the functions invoker
   * @param pubsub {@code embedded} or {@code emulator}
   */
  public record Options(
      Layout layout,
      Path java,
      String invoker,
      String pubsub,
      Duration creation,
      int port,
      Delivery delivery) {
    public static Options standard() {
      return new Options(
          Layout.current(),
          Layout.java(),
          Layout.INVOKER,
          "embedded",
          Duration.ofSeconds(2),
          0,
          Delivery.BY_TRIGGER);
    }

    public Options withJava(Path other) {
      return new Options(layout, other, invoker, pubsub, creation, port, delivery);
    }

    public Options withInvoker(String other) {
      return new Options(layout, java, other, pubsub, creation, port, delivery);
    }

    public Options withPubsub(String other) {
      return new Options(layout, java, invoker, other, creation, port, delivery);
    }

    public Options withCreation(Duration other) {
      return new Options(layout, java, invoker, pubsub, other, port, delivery);
    }

    public Options withDelivery(Delivery other) {
      return new Options(layout, java, invoker, pubsub, creation, port, other);
    }

    public Options withPort(int other) {
      return new Options(layout, java, invoker, pubsub, creation, other, delivery);
    }
  }

  /** How events come to the function, and how it comes to the APIs. */
  public enum Delivery {
    /** By the sandbox's trigger, from the audit log; the APIs are asked directly. */
    BY_TRIGGER,
    /** By nobody: a test sends its own. The APIs are asked at the door where calls may fail. */
    BY_HAND
  }

  /** Starts both and waits until both answer. */
  public static Deployment start(Options options) throws IOException, InterruptedException {
    return start(options, Map.of());
  }

  /**
   * The same.
   *
   * @param more settings beside those that every deployment's function has
   */
  public static Deployment start(Options options, Map<String, String> more)
      throws IOException, InterruptedException {
    int functionPort = freePort();
    URI functionUri = URI.create("http://127.0.0.1:" + functionPort);
    ManagedProcess sandbox = startSandbox(options, functionUri);
    try {
      JsonObject ready = awaitReady(sandbox);
      URI sandboxUri = URI.create(ready.get("endpoint").getAsString());
      URI pubsubUri =
          ready.has("pubsub") ? URI.create(ready.get("pubsub").getAsString()) : sandboxUri;
      boolean byHand = options.delivery() == Delivery.BY_HAND;
      URI door = URI.create(ready.get("frontDoor").getAsString());
      Path folder = Files.createTempDirectory("composer-audit-function");
      Map<String, String> settings =
          settings(byHand ? door : sandboxUri, byHand ? door : pubsubUri, folder);
      settings.putAll(more);
      ManagedProcess function = startFunction(options, functionPort, folder, settings);
      awaitAnswer(function, functionUri);
      return new Deployment(sandbox, function, sandboxUri, functionUri, pubsubUri, door);
    } catch (IOException | InterruptedException | RuntimeException failed) {
      sandbox.close();
      throw failed;
    }
  }

  /** Starts the packaged function alone, from the folder given and with these settings only. */
  public static ManagedProcess startFunction(
      Options options, int port, Path folder, Map<String, String> settings) throws IOException {
    return ManagedProcess.start("function", functionCommand(options, port), folder, settings);
  }

  /** The real invoker with the packaged function. */
  static List<String> functionCommand(Options options, int port) {
    return List.of(
        options.java().toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-jar",
        options.layout().invoker(options.invoker()).toString(),
        "--classpath",
        options.layout().function().resolve("function.jar").toString(),
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
        Await.comesTrue(
            "the function", START, () -> !alive.getAsBoolean() || answers(http));
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

  /** What the sandbox says of itself once it is there. */
  public static JsonObject awaitReady(ManagedProcess sandbox) throws InterruptedException {
    return JsonParser.parseString(sandbox.awaitLine(line -> line.startsWith("{"), START))
        .getAsJsonObject();
  }

  public URI sandboxUri() {
    return sandboxUri;
  }

  public URI functionUri() {
    return functionUri;
  }

  public URI pubsubUri() {
    return pubsubUri;
  }

  /** Where the sandbox's APIs are asked if their calls are to be noted, or to fail. */
  public URI frontDoor() {
    return frontDoor;
  }

  public ManagedProcess function() {
    return function;
  }

  public ManagedProcess sandbox() {
    return sandbox;
  }

  /** A subscription to the findings, made new. */
  public FindingsFeed findings(String subscription) throws IOException, InterruptedException {
    return FindingsFeed.subscribe(
        pubsubUri, Scenario.PROJECT, "composer-audit-findings", subscription);
  }

  /** A subscription to the events that were refused, made new. */
  public FindingsFeed deadLetters(String subscription) throws IOException, InterruptedException {
    return FindingsFeed.subscribe(
        pubsubUri, Scenario.PROJECT, "composer-audit-events-dead", subscription);
  }

  @Override
  public void close() {
    // Both at once: each takes a moment to end.
    function.stop();
    sandbox.stop();
    function.close();
    sandbox.close();
  }

  private static ManagedProcess startSandbox(Options options, URI function) throws IOException {
    List<String> more =
        options.delivery() == Delivery.BY_TRIGGER
            ? List.of("--function", function.toString())
            : List.of();
    return startSandbox(options, more);
  }

  /** Starts a sandbox with further arguments. */
  public static ManagedProcess startSandbox(Options options, List<String> more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Layout.java().toString(),
                "-XX:TieredStopAtLevel=1",
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
    return ManagedProcess.start("sandbox", command, Path.of("").toAbsolutePath(), Map.of());
  }

  /** What a deployment of the function is told, with the sandbox in Google's place. */
  public static Map<String, String> settings(URI sandbox, URI pubsub, Path folder) throws IOException {
    Path bindings = folder.resolve("bindings.yaml");
    try (InputStream resource = Deployment.class.getResourceAsStream("bindings.yaml")) {
      if (resource == null) {
        throw new IllegalStateException("bindings.yaml is missing from the jar");
      }
      Files.write(bindings, resource.readAllBytes());
    }
    Map<String, String> settings = new HashMap<>();
    settings.put("FINDINGS_TOPIC", topic("composer-audit-findings"));
    settings.put("DEAD_LETTER_TOPIC", topic("composer-audit-events-dead"));
    settings.put("BINDINGS", folder.toString());
    settings.put("COMPOSER_ENDPOINT", sandbox.toString());
    settings.put("CONTAINER_ENDPOINT", sandbox.toString());
    settings.put("COMPUTE_ENDPOINT", sandbox.toString());
    settings.put("ASSET_ENDPOINT", sandbox.toString());
    settings.put("LOGGING_ENDPOINT", sandbox.toString());
    settings.put("SECURITYCENTER_ENDPOINT", sandbox.toString());
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

package dev.composeraudit.sandbox;

import com.google.gson.JsonObject;
import dev.composeraudit.sandbox.seed.SeedOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a sandbox, says on standard output where it is, and keeps it until it is stopped. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description = "A small Google Cloud on this machine, on loopback only.")
public final class Main implements Callable<Integer> {
  private static final Logger ROOT_LOGGER = Logger.getLogger("");

  // It warns that streams have no REST form, at each start.
  private static final Logger TRANSCODING_LOGGER =
      Logger.getLogger("com.linecorp.armeria.server.grpc.HttpJsonTranscodingServiceBuilder");

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "the port of the APIs; default: 0, which takes a free port")
  private int port;

  @Option(
      names = "--project",
      paramLabel = "PROJECT",
      defaultValue = "demo-project",
      description = "the project that the topics are created in (default: ${DEFAULT-VALUE})")
  private String project = "demo-project";

  @Option(
      names = "--creation-seconds",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description = "how long it takes to create an environment (default: ${DEFAULT-VALUE})")
  private double creationSeconds;

  @Option(
      names = "--pubsub",
      paramLabel = "embedded|emulator",
      defaultValue = "embedded",
      description = "its own Pub/Sub, or the Cloud SDK's emulator where that is installed")
  private PubSubChoice pubsub = PubSubChoice.embedded;

  @Option(
      names = "--function",
      paramLabel = "URL",
      description =
          "a URL that audit log entries are delivered to as CloudEvents; several URLs share them")
  private List<URI> functions = List.of();

  @Option(
      names = "--delivery-attempts",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "how often an entry is delivered before it becomes a dead letter (default:"
              + " ${DEFAULT-VALUE})")
  private int deliveryAttempts;

  @Mixin private SeedOptions seed = new SeedOptions();

  /** The names are those of the command line. */
  private enum PubSubChoice {
    embedded,
    emulator
  }

  public static void main(String[] args) {
    // Otherwise the second answer on a connection waits 40 ms for an acknowledgement by TCP.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Servers log a lot; errors are reported by the caller.
    ROOT_LOGGER.setLevel(Level.WARNING);
    TRANSCODING_LOGGER.setLevel(Level.SEVERE);
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    Sandbox.Options options =
        new Sandbox.Options(
            port,
            project,
            Duration.ofMillis(Math.round(creationSeconds * 1000)),
            pubsub == PubSubChoice.emulator,
            List.copyOf(functions),
            deliveryAttempts);
    try {
      Sandbox sandbox = Sandbox.start(options, seed.environments(), seed.faults());
      Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close));
      System.out.println(ready(sandbox));
      new CountDownLatch(1).await();
      return 0;
    } catch (IOException failed) {
      System.err.println(failed.getMessage());
      return 1;
    }
  }

  /** One line, for whoever started it. */
  private static String ready(Sandbox sandbox) {
    JsonObject ready = new JsonObject();
    ready.addProperty("endpoint", sandbox.endpoint().toString());
    ready.addProperty("pubsub", sandbox.pubsub().toString());
    ready.addProperty("frontDoor", sandbox.frontDoor().toString());
    return ready.toString();
  }
}

package dev.composeraudit.cli.dashboard;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.api.gax.rpc.UnauthenticatedException;
import dev.composeraudit.cli.console.Console;
import dev.composeraudit.http.Endpoints;
import dev.composeraudit.http.Sleeper;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code dashboard}: shows findings as they are published. */
@Command(
    name = "dashboard",
    description = {
      "Serves a page on this machine that shows findings as they are published.",
      "It shows findings that were published since it was started. `scan --publish` publishes"
          + " findings of all environments."
    },
    footer = {
      "",
      "Prints the page's address on standard output and serves it until it is stopped (Ctrl-C).",
      "Exit code: 2 if the subscription can't be used or the port is taken."
    })
public final class Dashboard implements Callable<Integer> {
  private static final URI GOOGLE = URI.create("https://pubsub.googleapis.com");

  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(multiplicity = "1")
  private Feeding feeding = new Feeding();

  @Option(
      names = "--pubsub-endpoint",
      paramLabel = "URL",
      converter = Endpoint.class,
      description =
          "an emulator or a sandbox, as http://127.0.0.1:PORT; default: Google's, with Application"
              + " Default Credentials")
  private URI endpoint = GOOGLE;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "the port of the page on loopback; default: 0, which takes a free port")
  private int port;

  private final Console console;

  public Dashboard(Console console) {
    this.console = console;
  }

  /** One of two ways to get at findings. */
  private static final class Feeding {
    @Option(
        names = "--subscription",
        paramLabel = "projects/P/subscriptions/S",
        description =
            "a subscription that nobody else reads, because the page acknowledges its messages")
    private @Nullable String subscription;

    @Option(
        names = "--topic",
        paramLabel = "projects/P/topics/T",
        description = "the findings topic; a subscription to it is created, and deleted at the end")
    private @Nullable String topic;
  }

  @Override
  public Integer call() throws IOException {
    MessageSource source = source();
    Board board =
        new Board(
            Board.Bounds.STANDARD, FeedStatus.connecting(source.name(), console.clock().millis()));
    Feed feed = new Feed(source, board, console.clock(), Sleeper.SYSTEM);
    try {
      feed.connect();
    } catch (NotFoundException
        | PermissionDeniedException
        | UnauthenticatedException
        | InvalidArgumentException hopeless) {
      source.close();
      throw new IOException(
          source.name() + ": " + Feed.describe(hopeless, source.name()), hopeless);
    } catch (ApiException unreachable) {
      console
          .err()
          .println(
              source.name() + ": " + Feed.describe(unreachable, source.name()) + "; trying again");
    }
    WebServer server = WebServer.start(port, board);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, source)));
    console.err().println("Showing the findings of " + source.name() + "; Ctrl-C ends it.");
    console.out().println(server.address());
    console.out().flush();
    feed.run();
    return 0;
  }

  private static void stop(WebServer server, MessageSource source) {
    server.close();
    source.close();
  }

  private MessageSource source() throws IOException {
    CredentialsProvider credentials =
        endpoint.getScheme().equals("http") ? NoCredentialsProvider.create() : null;
    if (feeding.subscription != null) {
      String subscription = resource("subscriptions", feeding.subscription);
      return open(subscription, null, credentials);
    }
    String topic = resource("topics", String.valueOf(feeding.topic));
    String own =
        topic.replaceFirst(
            "/topics/.*", "/subscriptions/composer-audit-dashboard-" + UUID.randomUUID());
    return open(own, topic, credentials);
  }

  private MessageSource open(
      String subscription, @Nullable String topic, @Nullable CredentialsProvider credentials)
      throws IOException {
    try {
      return PubSubSource.of(subscription, topic, endpoint, credentials);
    } catch (IOException none) {
      throw new IOException(
          "no credentials for Pub/Sub (gcloud auth application-default login gives some): "
              + none.getMessage(),
          none);
    }
  }

  /** The name as it is, if it is a resource name of Pub/Sub's. */
  private String resource(String kind, String name) {
    String form = "projects/[^/\\s]+/" + kind + "/[A-Za-z][A-Za-z0-9._~+%-]{2,254}";
    if (!name.matches(form)) {
      throw new ParameterException(
          spec.commandLine(), "must be projects/P/%s/NAME, is %s".formatted(kind, name));
    }
    return name;
  }

  /** Reads {@code https://host[:port]}, or {@code http://} to loopback. */
  private static final class Endpoint implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      try {
        return Endpoints.parse(text);
      } catch (IllegalArgumentException malformed) {
        throw new TypeConversionException(String.valueOf(malformed.getMessage()));
      }
    }
  }
}

package dev.composeraudit.sandbox;

import com.google.common.base.Throwables;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import dev.composeraudit.sandbox.api.RestJson;
import dev.composeraudit.sandbox.composer.ComposerService;
import dev.composeraudit.sandbox.composer.EnvironmentLifecycle;
import dev.composeraudit.sandbox.composer.Environments;
import dev.composeraudit.sandbox.composer.Operations;
import dev.composeraudit.sandbox.control.CampaignControl;
import dev.composeraudit.sandbox.control.Control;
import dev.composeraudit.sandbox.faults.CallInterceptor;
import dev.composeraudit.sandbox.faults.FaultControl;
import dev.composeraudit.sandbox.faults.FrontDoor;
import dev.composeraudit.sandbox.gke.Clusters;
import dev.composeraudit.sandbox.logging.AuditTrail;
import dev.composeraudit.sandbox.logging.ListedEnvironments;
import dev.composeraudit.sandbox.logging.LogRouter;
import dev.composeraudit.sandbox.logging.LoggingService;
import dev.composeraudit.sandbox.logging.UnreliableDelivery;
import dev.composeraudit.sandbox.pubsub.Deliveries;
import dev.composeraudit.sandbox.pubsub.Eventarc;
import dev.composeraudit.sandbox.pubsub.PubSub;
import dev.composeraudit.sandbox.pubsub.PubSubClient;
import dev.composeraudit.sandbox.pubsub.PubSubEmulator;
import dev.composeraudit.sandbox.pubsub.PublisherService;
import dev.composeraudit.sandbox.pubsub.SubscriberService;
import dev.composeraudit.sandbox.rest.AccessTokens;
import dev.composeraudit.sandbox.rest.AssetSearch;
import dev.composeraudit.sandbox.rest.RestServices;
import dev.composeraudit.sandbox.securitycenter.SecurityCommandCenter;
import dev.composeraudit.sandbox.seed.SeededControlPlanes;
import dev.composeraudit.sandbox.seed.SeededEnvironments;
import dev.composeraudit.sandbox.seed.SeededFaults;
import dev.composeraudit.sandbox.seed.SeededService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A small Google Cloud: Composer, GKE, Compute, Pub/Sub, Cloud Logging and Security Command Center
 * on one loopback port, by gRPC and REST, each cluster's Kubernetes API on a port of its own, and a
 * trigger that delivers the audit log's entries to a function.
 */
final class Sandbox implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Clock clock = Clock.systemUTC();
  private final CallInterceptor interceptor = CallInterceptor.withoutFaults();
  private final SeededEnvironments seeded;
  private final SeededFaults faults;
  private URI endpoint = URI.create("http://127.0.0.1");
  private URI pubsub = endpoint;
  private URI frontDoor = endpoint;

  /**
   * How to run one.
   *
   * @param port 0 takes a free one
   * @param project whose topics are made
   * @param creation how long it takes to create an environment
   * @param emulator whether Pub/Sub is the Cloud SDK's emulator
   * @param functions where events are delivered, to one of them each; empty = nowhere
   * @param deliveryAttempts after so many an event becomes a dead letter
   */
  record Options(
      int port,
      String project,
      Duration creation,
      boolean emulator,
      List<URI> functions,
      int deliveryAttempts) {}

  private Sandbox(SeededEnvironments seeded, SeededFaults faults) {
    this.seeded = seeded;
    this.faults = faults;
  }

  /** Starts everything; the topics are there when it returns. */
  static Sandbox start(Options options) throws IOException, InterruptedException {
    return start(options, SeededEnvironments.NONE, SeededFaults.NONE);
  }

  /** The same, with environments that are there from the beginning. */
  static Sandbox start(Options options, SeededEnvironments seeded, SeededFaults faults)
      throws IOException, InterruptedException {
    Sandbox sandbox = new Sandbox(seeded, faults);
    try {
      sandbox.open(options);
      return sandbox;
    } catch (IOException | InterruptedException | RuntimeException failed) {
      sandbox.close();
      throw failed;
    }
  }

  /** Where the APIs are. */
  URI endpoint() {
    return endpoint;
  }

  /** Where Pub/Sub is: the same, unless it is the emulator. */
  URI pubsub() {
    return pubsub;
  }

  /** Where the same APIs are, Pub/Sub too, with their calls noted and their faults. */
  URI frontDoor() {
    return frontDoor;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception broken) { // AutoCloseable's own; the others are to be closed as well
        System.getLogger(Sandbox.class.getName())
            .log(System.Logger.Level.WARNING, "closing", broken);
      }
    }
  }

  private void open(Options options) throws IOException, InterruptedException {
    // The port must be known before what calls itself is made.
    int port = options.port() == 0 ? PubSubEmulator.freePort() : options.port();
    endpoint = URI.create("http://127.0.0.1:" + port);
    pubsub = endpoint;
    if (options.emulator()) {
      PubSubEmulator emulator = PubSubEmulator.start();
      parts.push(emulator);
      pubsub = emulator.endpoint();
    }
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    PubSubClient client = new PubSubClient(http, pubsub);
    Topics topics = new Topics(options.project());
    PubSub embedded = new PubSub(clock);
    UnreliableDelivery creations =
        new UnreliableDelivery(message -> client.publish(topics.events(), message));
    parts.push(creations);
    UnreliableDelivery changes =
        new UnreliableDelivery(message -> client.publish(topics.changes(), message));
    parts.push(changes);
    Deliveries deliveries =
        new Deliveries(
            () -> options.emulator() ? -1 : embedded.queue(topics.subscription()).backlog());
    serve(options, port, embedded, new LogRouter(creations, changes), creations, deliveries);
    topics.create(client, options.deliveryAttempts());
    FrontDoor door = FrontDoor.open(http, endpoint, pubsub, interceptor);
    parts.push(door);
    frontDoor = door.endpoint();
    if (!options.functions().isEmpty()) {
      trigger(
          new Eventarc(
              client,
              http,
              topics.events(),
              topics.subscription(),
              options.functions(),
              deliveries));
      trigger(
          new Eventarc(
              client,
              http,
              topics.changes(),
              topics.changesSubscription(),
              options.functions(),
              new Deliveries(() -> -1)));
    }
  }

  private void trigger(Eventarc eventarc) {
    eventarc.start();
    parts.push(eventarc);
  }

  private void serve(
      Options options,
      int port,
      PubSub embedded,
      LogRouter router,
      UnreliableDelivery creations,
      Deliveries deliveries)
      throws IOException {
    AuditTrail trail = new AuditTrail(clock, router);
    Clusters clusters = new Clusters(clock, interceptor, trail);
    parts.push(clusters);
    Environments environments = new Environments(clock);
    ListedEnvironments listed = new ListedEnvironments(clock);
    Operations operations = new Operations(clock);
    EnvironmentLifecycle life =
        new EnvironmentLifecycle(environments, clusters, operations, trail, options.creation());
    parts.push(life);
    GrpcServiceBuilder grpc =
        GrpcService.builder()
            .addService(new ComposerService(environments, life, trail))
            .addService(operations)
            .addService(new LoggingService(router, listed, clock))
            .jsonMarshallerFactory(service -> new RestJson())
            .enableHttpJsonTranscoding(RestForms.options())
            .useBlockingTaskExecutor(true);
    if (!options.emulator()) {
      grpc.addService(new PublisherService(embedded)).addService(new SubscriberService(embedded));
    }
    ServerBuilder builder =
        Server.builder()
            .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .gracefulShutdownTimeout(Duration.ZERO, Duration.ZERO)
            .requestTimeout(Duration.ofSeconds(90))
            .maxRequestLength(16 * 1024 * 1024)
            .service(grpc.build());
    new RestServices(clusters, environments).addTo(builder);
    new AssetSearch(environments, listed).addTo(builder);
    new AccessTokens(clock).addTo(builder);
    new SecurityCommandCenter(clock).addTo(builder);
    new Control(clusters, environments, life).addTo(builder);
    new FaultControl(interceptor).addTo(builder);
    new CampaignControl(environments, clusters, creations, deliveries).addTo(builder);
    addSeeded(builder);
    Server server = builder.build();
    try {
      server.start().join();
    } catch (CompletionException failed) {
      throw new IOException(
          "can't serve on 127.0.0.1:%d: %s"
              .formatted(port, Throwables.getRootCause(failed).getMessage()),
          failed);
    }
    // Not waited for: its threads stay for two seconds, in case that more is to be done.
    parts.push(
        () -> {
          CompletableFuture<Void> unused = server.stop();
        });
  }

  private void addSeeded(ServerBuilder builder) {
    if (seeded.count() > 0) {
      SeededControlPlanes controlPlanes = new SeededControlPlanes(clock);
      parts.push(controlPlanes);
      builder.decorator(new SeededService(seeded, faults, controlPlanes)::serve);
    }
  }
}

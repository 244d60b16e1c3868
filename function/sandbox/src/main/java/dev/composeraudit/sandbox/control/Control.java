package dev.composeraudit.sandbox.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.composeraudit.sandbox.api.GoogleErrors;
import dev.composeraudit.sandbox.api.JsonResponse;
import dev.composeraudit.sandbox.api.ResourceName;
import dev.composeraudit.sandbox.composer.EnvironmentLifecycle;
import dev.composeraudit.sandbox.composer.Environments;
import dev.composeraudit.sandbox.gke.Clusters;
import dev.composeraudit.sandbox.gke.ManagedCluster;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;

/** What is the sandbox's own, below {@code /sandbox}: to do what no API of Google's would. */
public final class Control {
  private static final String KUBECONFIG = "/sandbox/kubeconfig/";

  private final Clusters clusters;
  private final Environments environments;
  private final EnvironmentLifecycle life;

  public Control(Clusters clusters, Environments environments, EnvironmentLifecycle life) {
    this.clusters = clusters;
    this.environments = environments;
    this.life = life;
  }

  public void addTo(ServerBuilder server) {
    server.service(
        "/sandbox/egress-policies", (context, request) -> post(context, request, this::exempt));
    server.service(
        "/sandbox/standard-clusters", (context, request) -> post(context, request, this::standard));
    server.service(
        "/sandbox/dns-endpoints", (context, request) -> post(context, request, this::openDns));
    server.service(
        "/sandbox/further-policies", (context, request) -> post(context, request, this::add));
    server.service("/sandbox/lies", (context, request) -> post(context, request, this::lie));
    server.service("/sandbox/failures", (context, request) -> post(context, request, this::fail));
    server.service("prefix:" + KUBECONFIG, this::kubeconfig);
  }

  /** What a command makes of its body; an exception says what is wrong with it. */
  private interface Command {
    void run(ResourceName environment, JsonObject body) throws MalformedCommandException;
  }

  /** {@code {"environment", "destinations": […]}}: edits the cluster's default egress policy. */
  private void exempt(ResourceName environment, JsonObject body) throws MalformedCommandException {
    if (!(body.get("destinations") instanceof JsonArray given)) {
      throw new MalformedCommandException("destinations: must be a list of ranges");
    }
    List<String> destinations = new ArrayList<>();
    given.forEach(destination -> destinations.add(destination.getAsString()));
    clusters.exempt(environment, destinations);
  }

  /**
   * {@code {"environment", "count", "ranges"}}: so many more policies, all of which exempt its
   * Pods, with so many ranges each; one without the last.
   */
  private void add(ResourceName environment, JsonObject body) throws MalformedCommandException {
    int count = Integer.parseInt(text(body, "count"));
    int ranges = body.has("ranges") ? Integer.parseInt(text(body, "ranges")) : 1;
    clusters.find(environment).ifPresent(cluster -> cluster.addPolicies(count, ranges));
  }

  /** {@code {"environment"}}: its cluster's DNS endpoint takes traffic from outside. */
  private void openDns(ResourceName environment, JsonObject body) {
    clusters.find(environment).ifPresent(ManagedCluster::openDnsEndpoint);
  }

  /**
   * {@code {"environment", "endpoint", "cluster"}}: its cluster's document names this endpoint, or
   * its own this cluster.
   */
  private void lie(ResourceName environment, JsonObject body) throws MalformedCommandException {
    if (body.has("cluster")) {
      environments.running(environment, text(body, "cluster"));
    }
    if (body.has("endpoint")) {
      String endpoint = text(body, "endpoint");
      clusters.find(environment).ifPresent(cluster -> cluster.pretend(endpoint));
    }
  }

  /** {@code {"environment"}}: its cluster, when it is made, is a Standard one. */
  private void standard(ResourceName environment, JsonObject body) {
    clusters.makeStandard(environment);
  }

  /** {@code {"environment", "message"}}: its creation, when it comes, ends with this error. */
  private void fail(ResourceName environment, JsonObject body) throws MalformedCommandException {
    life.failCreation(environment, text(body, "message"));
  }

  private HttpResponse kubeconfig(ServiceRequestContext context, HttpRequest request) {
    String name = context.path().substring(KUBECONFIG.length());
    return clusters
        .find(name)
        .map(
            cluster ->
                HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, cluster.kubeconfig()))
        .orElseGet(() -> GoogleErrors.of(Status.NOT_FOUND.withDescription("Not found: " + name)));
  }

  /** Runs a command where it may take its time: it calls the sandbox itself. */
  private static HttpResponse post(
      ServiceRequestContext context, HttpRequest request, Command command) {
    return request.method() == HttpMethod.POST
        ? HttpResponse.of(
            request
                .aggregate()
                .thenApplyAsync(whole -> run(whole, command), context.blockingTaskExecutor()))
        : HttpResponse.of(HttpStatus.METHOD_NOT_ALLOWED);
  }

  private static HttpResponse run(AggregatedHttpRequest request, Command command) {
    try {
      if (!(JsonParser.parseString(request.contentUtf8()) instanceof JsonObject body)) {
        throw new MalformedCommandException("the body must be a JSON object");
      }
      ResourceName environment =
          ResourceName.parse(text(body, "environment"))
              .orElseThrow(
                  () ->
                      new MalformedCommandException(
                          "environment: must be projects/*/locations/*/environments/*"));
      command.run(environment, body);
      return JsonResponse.of(new JsonObject());
    } catch (MalformedCommandException | JsonParseException malformed) {
      return GoogleErrors.of(
          Status.INVALID_ARGUMENT.withDescription(String.valueOf(malformed.getMessage())));
    }
  }

  private static String text(JsonObject body, String key) throws MalformedCommandException {
    if (body.get(key) instanceof JsonPrimitive value) {
      return value.getAsString();
    }
    throw new MalformedCommandException(key + ": must be a string");
  }

  private static final class MalformedCommandException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedCommandException(String message) {
      super(message);
    }
  }
}

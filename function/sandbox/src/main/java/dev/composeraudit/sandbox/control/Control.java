package dev.composeraudit.sandbox.control;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.composeraudit.sandbox.api.CommandBody;
import dev.composeraudit.sandbox.api.GoogleErrors;
import dev.composeraudit.sandbox.api.MalformedCommandException;
import dev.composeraudit.sandbox.api.ResourceName;
import dev.composeraudit.sandbox.api.SandboxCommand;
import dev.composeraudit.sandbox.composer.EnvironmentLifecycle;
import dev.composeraudit.sandbox.composer.Environments;
import dev.composeraudit.sandbox.gke.Clusters;
import dev.composeraudit.sandbox.gke.ManagedCluster;
import io.grpc.Status;

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
    add(server, "/sandbox/egress-policies", this::exempt);
    add(server, "/sandbox/standard-clusters", this::standard);
    add(server, "/sandbox/dns-endpoints", this::openDns);
    add(server, "/sandbox/further-policies", this::addPolicies);
    add(server, "/sandbox/lies", this::lie);
    add(server, "/sandbox/failures", this::fail);
    server.service("prefix:" + KUBECONFIG, this::kubeconfig);
  }

  /** A command about the environment that its body names. */
  private interface Command {
    void run(ResourceName environment, CommandBody body) throws MalformedCommandException;
  }

  private static void add(ServerBuilder server, String path, Command command) {
    SandboxCommand named = body -> command.run(body.environment(), body);
    server.service(path, named::post);
  }

  /** {@code {"environment", "destinations": […]}}: edits the cluster's default egress policy. */
  private void exempt(ResourceName environment, CommandBody body) throws MalformedCommandException {
    clusters.exempt(environment, body.texts("destinations"));
  }

  /**
   * {@code {"environment", "count", "ranges"}}: so many more policies, all of which exempt its
   * Pods, with so many ranges each; one without the last.
   */
  private void addPolicies(ResourceName environment, CommandBody body)
      throws MalformedCommandException {
    int count = body.count("count", 0);
    int ranges = body.has("ranges") ? body.count("ranges", 0) : 1;
    clusters.find(environment).ifPresent(cluster -> cluster.addPolicies(count, ranges));
  }

  /** {@code {"environment"}}: its cluster's DNS endpoint takes traffic from outside. */
  private void openDns(ResourceName environment, CommandBody body) {
    clusters.find(environment).ifPresent(ManagedCluster::openDnsEndpoint);
  }

  /**
   * {@code {"environment", "endpoint", "cluster"}}: its cluster's document names this endpoint, or
   * its own this cluster.
   */
  private void lie(ResourceName environment, CommandBody body) throws MalformedCommandException {
    if (body.has("cluster")) {
      environments.running(environment, body.text("cluster"));
    }
    if (body.has("endpoint")) {
      String endpoint = body.text("endpoint");
      clusters.find(environment).ifPresent(cluster -> cluster.pretend(endpoint));
    }
  }

  /** {@code {"environment"}}: its cluster, when it is made, is a Standard one. */
  private void standard(ResourceName environment, CommandBody body) {
    clusters.makeStandard(environment);
  }

  /** {@code {"environment", "message"}}: its creation, when it comes, ends with this error. */
  private void fail(ResourceName environment, CommandBody body) throws MalformedCommandException {
    life.failCreation(environment, body.text("message"));
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
}

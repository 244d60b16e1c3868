package dev.composeraudit.sandbox.rest;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.composeraudit.sandbox.api.GoogleErrors;
import dev.composeraudit.sandbox.api.JsonResponse;
import dev.composeraudit.sandbox.api.ResourceName;
import dev.composeraudit.sandbox.composer.Environments;
import dev.composeraudit.sandbox.gke.AddressPlan;
import dev.composeraudit.sandbox.gke.Clusters;
import dev.composeraudit.sandbox.gke.ManagedCluster;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The REST APIs of GKE and Compute, as far as they show environments. */
public final class RestServices {
  private static final String CLUSTERS = "/v1/projects/{project}/locations/{location}/clusters";
  private static final String SUBNETWORK =
      "/compute/v1/projects/{project}/regions/{region}/subnetworks/{subnetwork}";

  private final Clusters clusters;
  private final Environments environments;

  public RestServices(Clusters clusters, Environments environments) {
    this.clusters = clusters;
    this.environments = environments;
  }

  public void addTo(ServerBuilder server) {
    server.service(CLUSTERS + "/{cluster}", this::cluster);
    server.service(CLUSTERS, this::list);
    server.service(SUBNETWORK, this::subnetwork);
    server.service("/compute/v1/projects/{project}/regions", this::regions);
  }

  /** Where it may take its time: a cluster's document can start a server. */
  private HttpResponse cluster(ServiceRequestContext context, HttpRequest request) {
    return HttpResponse.of(
        CompletableFuture.supplyAsync(() -> cluster(context), context.blockingTaskExecutor()));
  }

  private HttpResponse cluster(ServiceRequestContext context) {
    String name = parent(context) + "/clusters/" + context.pathParam("cluster");
    return clusters
        .find(name)
        .map(cluster -> JsonResponse.of(cluster.document()))
        .orElseGet(
            () -> GoogleErrors.of(Status.NOT_FOUND.withDescription("Not found: " + name + ".")));
  }

  private HttpResponse list(ServiceRequestContext context, HttpRequest request) {
    JsonArray found = new JsonArray();
    clusters.all().stream()
        .filter(cluster -> cluster.name().startsWith(parent(context) + "/"))
        .map(ManagedCluster::document)
        .forEach(found::add);
    JsonObject list = new JsonObject();
    list.add("clusters", found);
    return JsonResponse.of(list);
  }

  /** A subnetwork is there if an environment's nodes are in it. */
  private HttpResponse subnetwork(ServiceRequestContext context, HttpRequest request) {
    String project = context.pathParam("project");
    String region = context.pathParam("region");
    String name =
        "projects/%s/regions/%s/subnetworks/%s"
            .formatted(project, region, context.pathParam("subnetwork"));
    boolean used =
        environments.list("projects").stream()
            .anyMatch(it -> it.getConfig().getNodeConfig().getSubnetwork().equals(name));
    if (!used) {
      return GoogleErrors.of(
          Status.NOT_FOUND.withDescription("The resource '" + name + "' was not found"));
    }
    String compute = "https://www.googleapis.com/compute/v1/";
    JsonObject json = new JsonObject();
    json.addProperty("kind", "compute#subnetwork");
    json.addProperty("name", context.pathParam("subnetwork"));
    json.addProperty("selfLink", compute + name);
    json.addProperty("region", compute + "projects/" + project + "/regions/" + region);
    json.addProperty("ipCidrRange", AddressPlan.NODES);
    json.addProperty("network", compute + network(name));
    return JsonResponse.of(json);
  }

  /** Those in which environments are, and one in which none is. */
  private HttpResponse regions(ServiceRequestContext context, HttpRequest request) {
    JsonArray items = new JsonArray();
    Stream.concat(
            Stream.of("us-east5"),
            environments.list("projects").stream()
                .flatMap(it -> ResourceName.parse(it.getName()).stream())
                .map(ResourceName::location))
        .distinct()
        .forEach(
            name -> {
              JsonObject item = new JsonObject();
              item.addProperty("name", name);
              items.add(item);
            });
    JsonObject body = new JsonObject();
    body.add("items", items);
    return JsonResponse.of(body);
  }

  private String network(String subnetwork) {
    return environments.list("projects").stream()
        .map(Environment::getConfig)
        .filter(config -> config.getNodeConfig().getSubnetwork().equals(subnetwork))
        .map(config -> config.getNodeConfig().getNetwork())
        .findFirst()
        .orElse("");
  }

  private static String parent(ServiceRequestContext context) {
    return "projects/%s/locations/%s"
        .formatted(context.pathParam("project"), context.pathParam("location"));
  }
}

package dev.composeraudit.sandbox.seed;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.composeraudit.sandbox.api.GoogleErrors;
import dev.composeraudit.sandbox.api.JsonResponse;
import dev.composeraudit.sandbox.gke.AddressPlan;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Answers what Composer, GKE, Compute and Cloud Asset Inventory say of seeded environments; hands
 * on what is about anything else.
 */
public final class SeededService {
  private static final Pattern ENVIRONMENTS =
      Pattern.compile("/v1/projects/([^/]+)/locations/([^/]+)/environments(?:/([^/]+))?");
  private static final Pattern CLUSTER =
      Pattern.compile("/v1/projects/([^/]+)/locations/([^/]+)/clusters/([^/]+)");
  private static final Pattern SUBNETWORK =
      Pattern.compile("/compute/v1/projects/([^/]+)/regions/([^/]+)/subnetworks/([^/]+)");
  private static final Pattern REGIONS = Pattern.compile("/compute/v1/projects/([^/]+)/regions");
  private static final Pattern ASSETS =
      Pattern.compile("/v1/(?:organizations|folders)/[^/]+:searchAllResources");
  private static final int PAGE = 500;

  private final SeededEnvironments seeded;
  private final SeededFaults faults;
  private final SeededControlPlanes controlPlanes;

  public SeededService(
      SeededEnvironments seeded, SeededFaults faults, SeededControlPlanes controlPlanes) {
    this.seeded = seeded;
    this.faults = faults;
    this.controlPlanes = controlPlanes;
  }

  /** As an Armeria decorator. */
  public HttpResponse serve(HttpService others, ServiceRequestContext context, HttpRequest request)
      throws Exception {
    Optional<HttpResponse> answer = answer(context);
    return answer.isPresent() ? answer.get() : others.serve(context, request);
  }

  private Optional<HttpResponse> answer(ServiceRequestContext context) {
    String path = context.path();
    Matcher assets = ASSETS.matcher(path);
    if (assets.matches()) {
      return Optional.of(faults.ofCall().orElseGet(() -> assets(context)));
    }
    for (Pattern pattern : List.of(ENVIRONMENTS, CLUSTER, SUBNETWORK, REGIONS)) {
      Matcher matcher = pattern.matcher(path);
      if (matcher.matches() && seeded.hasProject(matcher.group(1))) {
        return Optional.of(faults.ofCall().orElseGet(() -> answer(pattern, matcher, context)));
      }
    }
    return Optional.empty();
  }

  private HttpResponse answer(Pattern pattern, Matcher path, ServiceRequestContext context) {
    if (pattern == ENVIRONMENTS) {
      return faults
          .ofComposer(seeded, path.group(1), path.group(2))
          .orElseGet(() -> environments(path, context));
    }
    if (pattern == CLUSTER) {
      return cluster(path, context);
    }
    return pattern == SUBNETWORK ? JsonResponse.of(subnetwork(path)) : JsonResponse.of(regions());
  }

  private HttpResponse environments(Matcher path, ServiceRequestContext context) {
    String parent = "projects/%s/locations/%s".formatted(path.group(1), path.group(2));
    if (path.group(3) == null) {
      return page(
          seeded
              .numbers()
              .filter(it -> seeded.project(it).equals(path.group(1)))
              .filter(it -> seeded.region(it).equals(path.group(2))),
          "environments",
          context);
    }
    String name = parent + "/environments/" + path.group(3);
    return seeded
        .number(name)
        .filter(number -> number >= faults.deleted())
        .map(number -> JsonResponse.of(seeded.environment(number)))
        .orElseGet(() -> notFound("No such environment found: " + name));
  }

  /** Where it may take its time: the first one of a project starts a server. */
  private HttpResponse cluster(Matcher path, ServiceRequestContext context) {
    return HttpResponse.of(
        CompletableFuture.supplyAsync(() -> cluster(path), context.blockingTaskExecutor()));
  }

  private HttpResponse cluster(Matcher path) {
    Optional<Integer> number = seeded.ofCluster(path.group(1), path.group(2), path.group(3));
    if (number.isEmpty()) {
      return notFound("Not found: " + path.group());
    }
    SeededControlPlanes.ControlPlane plane = controlPlanes.of(path.group(1));
    return JsonResponse.of(
        seeded.cluster(number.get(), plane.server().address(), plane.authority()));
  }

  private static JsonObject subnetwork(Matcher path) {
    String compute = "https://www.googleapis.com/compute/v1/projects/" + path.group(1);
    JsonObject json = new JsonObject();
    json.addProperty("kind", "compute#subnetwork");
    json.addProperty("name", path.group(3));
    json.addProperty(
        "selfLink",
        "%s/regions/%s/subnetworks/%s".formatted(compute, path.group(2), path.group(3)));
    json.addProperty("ipCidrRange", AddressPlan.NODES);
    json.addProperty("network", compute + "/global/networks/default");
    return json;
  }

  private static JsonObject regions() {
    JsonArray items = new JsonArray();
    for (String region : SeededEnvironments.REGIONS) {
      JsonObject item = new JsonObject();
      item.addProperty("name", region);
      items.add(item);
    }
    JsonObject json = new JsonObject();
    json.add("items", items);
    return json;
  }

  private HttpResponse assets(ServiceRequestContext context) {
    return page(seeded.numbers(), "results", context);
  }

  /** A page token is the number of items before the page. */
  private HttpResponse page(IntStream numbers, String field, ServiceRequestContext context) {
    int start = Integer.parseInt(context.queryParams().get("pageToken", "0"));
    int[] all = numbers.toArray();
    int end = Math.min(all.length, start + PAGE);
    JsonArray items = new JsonArray();
    for (int i = start; i < end; i++) {
      items.add(field.equals("results") ? asset(all[i]) : seeded.environment(all[i]));
    }
    JsonObject json = new JsonObject();
    json.add(field, items);
    if (end < all.length) {
      json.addProperty("nextPageToken", Integer.toString(end));
    }
    return JsonResponse.of(json);
  }

  private JsonObject asset(int number) {
    JsonObject asset = new JsonObject();
    asset.addProperty("name", "//composer.googleapis.com/" + seeded.name(number));
    asset.addProperty("assetType", "composer.googleapis.com/Environment");
    asset.addProperty("createTime", "2026-01-01T00:00:00Z");
    return asset;
  }

  private static HttpResponse notFound(String message) {
    return GoogleErrors.of(Status.NOT_FOUND.withDescription(message));
  }
}

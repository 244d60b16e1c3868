package dev.composeraudit.fetch.inventory;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.fetch.api.GoogleApiClient;
import dev.composeraudit.fetch.api.ListReader;
import dev.composeraudit.fetch.api.ReadRequest;
import dev.composeraudit.fetch.api.ResourceKind;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.Endpoints;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lists environments: from Cloud Asset Inventory those of a whole organization, folder or project;
 * from Composer those of one cluster. Composer itself can list one location of one project only,
 * and only where its API is enabled.
 */
public final class Inventory {
  private static final String ASSETS =
      "/v1/%s:searchAllResources?assetTypes=composer.googleapis.com%%2FEnvironment&pageSize=500";
  private static final String ENVIRONMENTS =
      "/v1/projects/%s/locations/%s/environments?pageSize=500";
  private static final String FULL_NAME = "//composer.googleapis.com/";
  private static final Pattern ZONE_ENDING = Pattern.compile("-[a-z]$");

  private final ListReader lists;
  private final Endpoints endpoints;

  public Inventory(GoogleApiClient api, Endpoints endpoints) {
    this.lists = new ListReader(api);
    this.endpoints = endpoints;
  }

  /**
   * One page of the environments below a scope.
   *
   * @param scope {@code organizations/N}, {@code folders/N} or {@code projects/P}
   * @param token the page's; blank for the first page
   */
  public Observed<EnvironmentPage> page(String scope, String token, Deadline deadline)
      throws TransientException {
    ReadRequest request = new ReadRequest(ResourceKind.ASSETS, scope, scope);
    URI uri = endpoints.assets().resolve(ASSETS.formatted(scope));
    return lists
        .readPage(request, uri, "results", token, deadline)
        .flatMap(
            page ->
                ListReader.parsed(request, page.items(), Inventory::listed)
                    .map(found -> new EnvironmentPage(found, page.nextToken())));
  }

  /**
   * The environments that run in a cluster: one; none if it is not a cluster of Composer.
   *
   * @throws TransientException if Composer did not answer within the deadline
   */
  public Observed<List<EnvironmentName>> of(ClusterName cluster, Deadline deadline)
      throws TransientException {
    // Composer's locations are regions, where Composer 1's clusters are in a zone.
    String region = ZONE_ENDING.matcher(cluster.location()).replaceFirst("");
    ReadRequest request =
        new ReadRequest(
            ResourceKind.ENVIRONMENTS,
            cluster.project(),
            "projects/%s/locations/%s".formatted(cluster.project(), region));
    Observed<List<JsonObject>> found =
        lists.read(
            request,
            endpoints.composer().resolve(ENVIRONMENTS.formatted(cluster.project(), region)),
            "environments",
            deadline);
    if (found instanceof Unknown<List<JsonObject>> unknown
        && unknown.reason() == Reason.SERVICE_DISABLED) {
      // Most clusters are in projects that do not use Composer.
      return Observed.known(List.of());
    }
    return found.flatMap(all -> runningIn(request, all, cluster));
  }

  /** A cluster has one environment at most. */
  private static Observed<List<EnvironmentName>> runningIn(
      ReadRequest request, List<JsonObject> environments, ClusterName cluster) {
    Observed<List<EnvironmentName>> none = Observed.known(List.of());
    for (JsonObject environment : environments) {
      try {
        String text = Json.text(Json.object(environment, "config"), "gkeCluster");
        if (!text.isEmpty() && ClusterName.parse(text).equals(cluster)) {
          return Observed.known(List.of(EnvironmentName.parse(Json.text(environment, "name"))));
        }
      } catch (MalformedDocumentException | IllegalArgumentException malformed) {
        none = ListReader.unreadable(request, environment, malformed);
      }
    }
    return none;
  }

  private static ListedEnvironment listed(JsonObject asset) throws MalformedDocumentException {
    String name = Json.text(asset, "name");
    String created = Json.text(asset, "createTime");
    return new ListedEnvironment(
        EnvironmentName.parse(
            name.startsWith(FULL_NAME) ? name.substring(FULL_NAME.length()) : name),
        created.isEmpty() ? Instant.EPOCH : Instant.parse(created));
  }
}

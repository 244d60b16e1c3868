package dev.composeraudit.fetch.inventory;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Json;
import dev.composeraudit.fetch.api.GoogleApiClient;
import dev.composeraudit.fetch.api.ListReader;
import dev.composeraudit.fetch.api.ReadRequest;
import dev.composeraudit.fetch.api.ResourceKind;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.Endpoints;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.util.List;

/**
 * Lists the environments of one project without Cloud Asset Inventory: Composer lists one region at
 * a time (it refuses the wildcard {@code -}), and Compute says which regions there are.
 */
public final class ProjectInventory {
  private static final String ENVIRONMENTS = "/v1/%s/environments?pageSize=500";
  private static final String REGIONS =
      "/compute/v1/projects/%s/regions?maxResults=500&fields=items%%2Fname%%2CnextPageToken";

  /** What Composer answers (400) where it is not offered. */
  private static final String NOT_OFFERED = "Unexpected location";

  private final ListReader lists;
  private final Endpoints endpoints;

  public ProjectInventory(GoogleApiClient api, Endpoints endpoints) {
    this.lists = new ListReader(api);
    this.endpoints = endpoints;
  }

  /**
   * The environments in one region; none if Composer is not offered there.
   *
   * @throws TransientException if Composer did not answer within the deadline
   */
  public Observed<List<EnvironmentName>> environments(
      String project, String region, Deadline deadline) throws TransientException {
    String parent = "projects/%s/locations/%s".formatted(project, region);
    ReadRequest request = new ReadRequest(ResourceKind.ENVIRONMENTS, project, parent);
    Observed<List<JsonObject>> found =
        lists.read(
            request,
            endpoints.composer().resolve(ENVIRONMENTS.formatted(parent)),
            "environments",
            deadline);
    if (found instanceof Unknown<List<JsonObject>> unknown
        && unknown.reason() == Reason.UNREADABLE
        && unknown.help().contains(NOT_OFFERED)) {
      return Observed.known(List.of());
    }
    return found.flatMap(
        all ->
            ListReader.parsed(
                request,
                all,
                environment -> EnvironmentName.parse(Json.text(environment, "name"))));
  }

  /**
   * The names of the regions that the project can use.
   *
   * @throws TransientException if Compute did not answer within the deadline
   */
  public Observed<List<String>> regions(String project, Deadline deadline)
      throws TransientException {
    ReadRequest request = new ReadRequest(ResourceKind.REGIONS, project, "projects/" + project);
    return lists
        .read(request, endpoints.compute().resolve(REGIONS.formatted(project)), "items", deadline)
        .flatMap(all -> ListReader.parsed(request, all, region -> Json.text(region, "name")));
  }
}

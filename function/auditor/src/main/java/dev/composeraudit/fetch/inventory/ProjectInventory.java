package dev.composeraudit.fetch.inventory;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
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
import java.util.ArrayList;
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
    return found.flatMap(all -> names(request, all));
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
        .flatMap(
            items -> {
              List<String> names = new ArrayList<>();
              for (JsonObject item : items) {
                try {
                  names.add(Json.text(item, "name"));
                } catch (MalformedDocumentException malformed) {
                  return unreadable(request, item, malformed);
                }
              }
              return Observed.known(List.copyOf(names));
            });
  }

  private static Observed<List<EnvironmentName>> names(ReadRequest request, List<JsonObject> all) {
    List<EnvironmentName> names = new ArrayList<>();
    for (JsonObject environment : all) {
      try {
        names.add(EnvironmentName.parse(Json.text(environment, "name")));
      } catch (MalformedDocumentException | IllegalArgumentException malformed) {
        return unreadable(request, environment, malformed);
      }
    }
    return Observed.known(List.copyOf(names));
  }

  /** An item that can't be read makes the list unknown; without it the list would be too short. */
  private static <T> Observed<T> unreadable(
      ReadRequest request, JsonObject item, Exception malformed) {
    return request.unknown(
        Reason.UNREADABLE,
        "the item with the name %s: %s"
            .formatted(
                Excerpt.of(String.valueOf(item.get("name"))),
                Excerpt.of(String.valueOf(malformed.getMessage()))));
  }
}

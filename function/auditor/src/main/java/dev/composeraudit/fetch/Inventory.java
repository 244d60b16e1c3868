package dev.composeraudit.fetch;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.Endpoints;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Knows which environments there are: by Cloud Asset Inventory, one call for a whole organization,
 * where listing by project would take a location and an enabled API each; and by Composer, for
 * those of one cluster.
 */
final class Inventory {
  private static final String ASSETS =
      "/v1/%s:searchAllResources?assetTypes=composer.googleapis.com%%2FEnvironment&pageSize=500";
  private static final String ENVIRONMENTS =
      "/v1/projects/%s/locations/%s/environments?pageSize=500";
  private static final String FULL_NAME = "//composer.googleapis.com/";
  private static final Pattern ZONE_ENDING = Pattern.compile("-[a-z]$");

  private final ListReader lists;
  private final Endpoints endpoints;

  Inventory(GoogleApiClient api, Endpoints endpoints) {
    this.lists = new ListReader(api);
    this.endpoints = endpoints;
  }

  /**
   * All environments below a scope.
   *
   * @param scope {@code organizations/N}, {@code folders/N} or {@code projects/P}
   */
  Observed<List<ListedEnvironment>> below(String scope, Deadline deadline)
      throws TransientException {
    ReadRequest reading = new ReadRequest(ResourceKind.ASSETS, scope, scope);
    return lists
        .read(reading, endpoints.assets().resolve(ASSETS.formatted(scope)), "results", deadline)
        .flatMap(found -> listed(reading, found));
  }

  /** The environments that run in a cluster: one, or none if it is nobody's. */
  Observed<List<EnvironmentName>> of(ClusterName cluster, Deadline deadline)
      throws TransientException {
    // Composer's locations are regions, where Composer 1's clusters are in a zone.
    String region = ZONE_ENDING.matcher(cluster.location()).replaceFirst("");
    ReadRequest reading =
        new ReadRequest(
            ResourceKind.ENVIRONMENTS,
            cluster.project(),
            "projects/%s/locations/%s".formatted(cluster.project(), region));
    Observed<List<JsonObject>> found =
        lists.read(
            reading,
            endpoints.composer().resolve(ENVIRONMENTS.formatted(cluster.project(), region)),
            "environments",
            deadline);
    if (found instanceof Unknown<List<JsonObject>> unknown
        && unknown.reason() == Reason.SERVICE_DISABLED) {
      // Most clusters are in projects that never heard of Composer.
      return Observed.known(List.of());
    }
    return found.flatMap(
        all ->
            listed(reading, all.stream().filter(it -> runsIn(it, cluster)).toList())
                .map(here -> here.stream().map(ListedEnvironment::name).toList()));
  }

  private static boolean runsIn(JsonObject environment, ClusterName cluster) {
    try {
      String text = Json.text(Json.object(environment, "config"), "gkeCluster");
      return !text.isEmpty() && ClusterName.parse(text).equals(cluster);
    } catch (MalformedDocumentException | IllegalArgumentException foreign) {
      return false;
    }
  }

  private static Observed<List<ListedEnvironment>> listed(
      ReadRequest reading, List<JsonObject> found) {
    List<ListedEnvironment> listed = new ArrayList<>();
    for (JsonObject item : found) {
      try {
        String name = Json.text(item, "name");
        listed.add(
            new ListedEnvironment(
                EnvironmentName.parse(
                    name.startsWith(FULL_NAME) ? name.substring(FULL_NAME.length()) : name),
                time(Json.text(item, "createTime"))));
      } catch (MalformedDocumentException | IllegalArgumentException malformed) {
        // To leave one out would be to lose it.
        return reading.unknown(
            Reason.UNREADABLE, "an item's name: " + Excerpt.of(String.valueOf(item.get("name"))));
      }
    }
    return Observed.known(List.copyOf(listed));
  }

  /** What does not say since when it is there has been there for long. */
  private static Instant time(String text) {
    try {
      return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeException malformed) {
      return Instant.EPOCH;
    }
  }
}

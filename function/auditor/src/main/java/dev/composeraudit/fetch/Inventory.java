package dev.composeraudit.fetch;

import com.google.gson.JsonObject;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.Deadline;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Excerpt;
import dev.composeraudit.subject.Json;
import dev.composeraudit.subject.MalformedDocumentException;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
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

  Inventory(GoogleApi api, Endpoints endpoints) {
    this.lists = new ListReader(api);
    this.endpoints = endpoints;
  }

  /**
   * All environments below a scope.
   *
   * @param scope {@code organizations/N}, {@code folders/N} or {@code projects/P}
   */
  Observed<List<EnvironmentName>> below(String scope, Deadline deadline) throws TransientException {
    Reading reading = new Reading(Read.ASSETS, scope, scope);
    Observed<List<JsonObject>> found =
        lists.read(
            reading, endpoints.assets().resolve(ASSETS.formatted(scope)), "results", deadline);
    return names(reading, found);
  }

  /** The environments that run in a cluster: one, or none if it is nobody's. */
  Observed<List<EnvironmentName>> of(ClusterName cluster, Deadline deadline)
      throws TransientException {
    // Composer's locations are regions, where Composer 1's clusters are in a zone.
    String region = ZONE_ENDING.matcher(cluster.location()).replaceFirst("");
    Reading reading =
        new Reading(
            Read.ENVIRONMENTS,
            cluster.project(),
            "projects/%s/locations/%s".formatted(cluster.project(), region));
    Observed<List<JsonObject>> found =
        lists.read(
            reading,
            endpoints.composer().resolve(ENVIRONMENTS.formatted(cluster.project(), region)),
            "environments",
            deadline);
    if (found instanceof Unknown<List<JsonObject>> unknown) {
      return unknown.as();
    }
    List<JsonObject> here = new ArrayList<>();
    for (JsonObject environment : ((Known<List<JsonObject>>) found).value()) {
      if (runsIn(environment, cluster)) {
        here.add(environment);
      }
    }
    return names(reading, Observed.known(here));
  }

  private static boolean runsIn(JsonObject environment, ClusterName cluster) {
    try {
      String text = Json.text(Json.object(environment, "config"), "gkeCluster");
      return !text.isEmpty() && ClusterName.parse(text).equals(cluster);
    } catch (MalformedDocumentException | IllegalArgumentException foreign) {
      return false;
    }
  }

  private static Observed<List<EnvironmentName>> names(
      Reading reading, Observed<List<JsonObject>> found) {
    if (found instanceof Unknown<List<JsonObject>> unknown) {
      return unknown.as();
    }
    List<EnvironmentName> names = new ArrayList<>();
    for (JsonObject item : ((Known<List<JsonObject>>) found).value()) {
      try {
        String name = Json.text(item, "name");
        names.add(
            EnvironmentName.parse(
                name.startsWith(FULL_NAME) ? name.substring(FULL_NAME.length()) : name));
      } catch (MalformedDocumentException | IllegalArgumentException malformed) {
        // To leave one out would be to lose it.
        return reading.unknown(
            Reason.UNREADABLE, "an item's name: " + Excerpt.of(String.valueOf(item.get("name"))));
      }
    }
    return Observed.known(List.copyOf(names));
  }
}

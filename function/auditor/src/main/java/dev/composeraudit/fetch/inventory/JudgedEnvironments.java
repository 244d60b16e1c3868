package dev.composeraudit.fetch.inventory;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.fetch.api.GoogleApiClient;
import dev.composeraudit.fetch.api.ReadRequest;
import dev.composeraudit.fetch.api.ResourceKind;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads from this deployment's own log which environments were judged. An entry is written only
 * after the findings were accepted; there is no other record.
 */
public final class JudgedEnvironments {
  // A page has a thousand entries at most, of some 1,200 bytes each.
  private static final int PAGE = 1000;
  private static final int PAGES = 100;

  private final GoogleApiClient api;
  private final URI endpoint;

  public JudgedEnvironments(GoogleApiClient api, URI endpoint) {
    this.api = api;
    this.endpoint = endpoint.resolve("/v2/entries:list");
  }

  /**
   * The names of the environments that were judged by every policy.
   *
   * @return unknown if the log could not be read to its end
   */
  public Observed<Set<EnvironmentName>> since(DeploymentLog log, Instant since, Deadline deadline)
      throws TransientException {
    ReadRequest request =
        new ReadRequest(ResourceKind.LOG_ENTRIES, log.project(), "projects/" + log.project());
    Set<EnvironmentName> judged = new HashSet<>();
    String next = "";
    for (int page = 0; page < PAGES; page++) {
      Observed<String> nextPage =
          api.query(
              request,
              endpoint,
              query(log, since, next),
              json -> add(json, log, since, judged),
              deadline);
      if (nextPage instanceof Unknown<String> unknown) {
        return unknown.as();
      }
      next = ((Known<String>) nextPage).value();
      if (next.isEmpty()) {
        return Observed.known(Set.copyOf(judged));
      }
    }
    return request.unknown(
        Reason.UNREADABLE, "the log does not end after %d pages".formatted(PAGES));
  }

  private static JsonObject query(DeploymentLog log, Instant since, String next) {
    JsonArray projects = new JsonArray();
    projects.add("projects/" + log.project());
    JsonObject query = new JsonObject();
    query.add("resourceNames", projects);
    query.addProperty("filter", log.judgedFilter(since.toString()));
    query.addProperty("pageSize", PAGE);
    if (!next.isEmpty()) {
      query.addProperty("pageToken", next);
    }
    return query;
  }

  private static String add(
      JsonObject page, DeploymentLog log, Instant since, Set<EnvironmentName> judged)
      throws MalformedDocumentException {
    for (JsonObject entry : Json.objects(page, "entries")) {
      if (isOurs(entry, log) && isRecent(entry, since)) {
        JsonObject payload = Json.object(entry, "jsonPayload");
        if (isWhole(payload)) {
          judged.add(environment(payload));
        }
      }
    }
    return Json.text(page, "nextPageToken");
  }

  /** Repeats the conditions of the filter, in case the server did not apply it. */
  private static boolean isOurs(JsonObject entry, DeploymentLog log)
      throws MalformedDocumentException {
    JsonObject resource = Json.object(entry, "resource");
    return Json.text(resource, "type").equals("cloud_run_revision")
        && log.services().contains(Json.text(Json.object(resource, "labels"), "service_name"));
  }

  private static boolean isRecent(JsonObject entry, Instant since)
      throws MalformedDocumentException {
    try {
      return !Instant.parse(Json.text(entry, "timestamp")).isBefore(since);
    } catch (DateTimeException malformed) {
      throw new MalformedDocumentException("timestamp: " + malformed.getMessage(), malformed);
    }
  }

  /** An audit with pending results was not complete. */
  private static boolean isWhole(JsonObject payload) throws MalformedDocumentException {
    return switch (Json.text(payload, "event")) {
      case "event_archived" -> true;
      case "event_judged" -> isZero(Json.object(payload, "results").get("PENDING"));
      default -> false;
    };
  }

  private static boolean isZero(JsonElement count) {
    return count != null
        && count.isJsonPrimitive()
        && count.getAsJsonPrimitive().isNumber()
        && count.getAsBigDecimal().signum() == 0;
  }

  private static EnvironmentName environment(JsonObject payload) throws MalformedDocumentException {
    JsonObject environment = Json.object(payload, "environment");
    try {
      return new EnvironmentName(
          Json.text(environment, "project"),
          Json.text(environment, "location"),
          Json.text(environment, "name"));
    } catch (IllegalArgumentException malformed) {
      throw new MalformedDocumentException("environment: " + malformed.getMessage(), malformed);
    }
  }
}

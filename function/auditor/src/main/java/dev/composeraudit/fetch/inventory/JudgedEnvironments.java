package dev.composeraudit.fetch.inventory;

import com.google.common.collect.Lists;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.fetch.api.GoogleApiClient;
import dev.composeraudit.fetch.api.ReadRequest;
import dev.composeraudit.fetch.api.ResourceKind;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.Sleeper;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads from this deployment's own log which environments were judged. An entry is written only
 * after the findings were accepted; there is no other record.
 *
 * <p>The log is searched by the environments' names, newest entries first, so that after a sweep
 * one page of entries is mostly enough for some hundred environments.
 */
public final class JudgedEnvironments {
  /**
   * How far apart two calls are. Cloud Logging allows a project 60 {@code entries.list} a minute
   * (cloud.google.com/logging/quotas); this takes at most 40 of them.
   */
  public static final Duration PAUSE = Duration.ofMillis(1500);

  // A page has a thousand entries at most, of some 1,200 bytes each.
  private static final int PAGE = 1000;

  /** The longest filter that Cloud Logging takes, in characters. */
  private static final int MAX_FILTER = 20_000;

  /** With the pauses between them, they take less than half of an event's time. */
  private static final int MAX_CALLS = 12;

  private final GoogleApiClient api;
  private final URI endpoint;
  private final Sleeper sleeper;

  public JudgedEnvironments(GoogleApiClient api, URI endpoint, Sleeper sleeper) {
    this.api = api;
    this.endpoint = endpoint.resolve("/v2/entries:list");
    this.sleeper = sleeper;
  }

  /**
   * Those of some environments that were judged by every policy.
   *
   * @param environments some hundred at most
   * @return unknown if the log could not be read far enough
   */
  public Observed<Set<EnvironmentName>> since(
      DeploymentLog log, List<EnvironmentName> environments, Instant since, Deadline deadline)
      throws TransientException {
    Search search = new Search(log, since, deadline);
    Set<EnvironmentName> judged = new HashSet<>();
    for (List<EnvironmentName> part : parts(log, environments, since)) {
      Observed<Set<EnvironmentName>> found = search.among(part);
      if (found instanceof Unknown<Set<EnvironmentName>> unknown) {
        return unknown;
      }
      judged.addAll(((Known<Set<EnvironmentName>>) found).value());
    }
    return Observed.known(Set.copyOf(judged));
  }

  /** As many parts as it takes for each one's filter to be short enough. */
  private static List<List<EnvironmentName>> parts(
      DeploymentLog log, List<EnvironmentName> environments, Instant since) {
    if (environments.isEmpty()) {
      return List.of();
    }
    int size = environments.size();
    List<List<EnvironmentName>> parts = List.of(environments);
    while (size > 1
        && parts.stream()
            .anyMatch(part -> log.judgedFilter(since.toString(), part).length() > MAX_FILTER)) {
      size = (size + 1) / 2;
      parts = Lists.partition(environments, size);
    }
    return parts;
  }

  /** The search of one event: it counts its calls, and keeps them apart. */
  private final class Search {
    private final DeploymentLog log;
    private final Instant since;
    private final Deadline deadline;
    private final ReadRequest request;
    private int calls;

    Search(DeploymentLog log, Instant since, Deadline deadline) {
      this.log = log;
      this.since = since;
      this.deadline = deadline;
      this.request =
          new ReadRequest(ResourceKind.LOG_ENTRIES, log.project(), "projects/" + log.project());
    }

    /**
     * Those of the environments that were judged. What has been found is searched for no more, so
     * that the next page of entries reaches further back.
     */
    Observed<Set<EnvironmentName>> among(List<EnvironmentName> environments)
        throws TransientException {
      Set<EnvironmentName> missing = new HashSet<>(environments);
      String filter = filter(missing);
      String token = "";
      boolean isEnd = false;
      while (!isEnd && !missing.isEmpty()) {
        if (calls == MAX_CALLS) {
          return request.unknown(
              Reason.UNREADABLE,
              "%d environments are not found in %d pages of the log"
                  .formatted(missing.size(), MAX_CALLS));
        }
        Set<EnvironmentName> found = new HashSet<>();
        Observed<String> next = page(query(log, filter, token), found);
        if (next instanceof Unknown<String> unknown) {
          return unknown.as();
        }
        String nextToken = ((Known<String>) next).value();
        isEnd = nextToken.isEmpty();
        boolean isNarrower = missing.removeAll(found);
        filter = isNarrower ? filter(missing) : filter;
        token = isNarrower ? "" : nextToken;
      }
      return Observed.known(judged(environments, missing));
    }

    private static Set<EnvironmentName> judged(
        List<EnvironmentName> environments, Set<EnvironmentName> missing) {
      Set<EnvironmentName> judged = new HashSet<>(environments);
      judged.removeAll(missing);
      return judged;
    }

    private String filter(Set<EnvironmentName> environments) {
      return log.judgedFilter(since.toString(), environments);
    }

    private Observed<String> page(JsonObject query, Set<EnvironmentName> found)
        throws TransientException {
      if (calls++ > 0) {
        sleeper.pause(PAUSE, request.toString());
      }
      return api.query(request, endpoint, query, json -> add(json, log, since, found), deadline);
    }
  }

  private static JsonObject query(DeploymentLog log, String filter, String token) {
    JsonArray projects = new JsonArray();
    projects.add("projects/" + log.project());
    JsonObject query = new JsonObject();
    query.add("resourceNames", projects);
    query.addProperty("filter", filter);
    query.addProperty("orderBy", "timestamp desc");
    query.addProperty("pageSize", PAGE);
    if (!token.isEmpty()) {
      query.addProperty("pageToken", token);
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

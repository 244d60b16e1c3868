package dev.composeraudit.report.scc;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.http.BoundedHttpClient;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.Response;
import dev.composeraudit.http.Retry;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.http.TransientStatusException;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.scc.SecurityCenterError.Call;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The calls of Security Command Center's REST API, version 2, that store findings. */
final class SecurityCenterClient {
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;

  /** The longest that one call may take, retries included: the findings are published by then. */
  private static final Duration TOTAL = Duration.ofSeconds(10);

  private static final int PAGE_SIZE = 1000;
  // An environment has one finding for each policy.
  private static final int PAGES = 20;

  private final BoundedHttpClient http;
  private final Retry retry;
  private final String source;
  private final String findings;

  SecurityCenterClient(SecuritySource source, BoundedHttpClient http, Retry retry) {
    this.http = http;
    this.retry = retry;
    this.source = source.name();
    this.findings =
        source.endpoint().resolve("/v2/" + source.name() + "/locations/global/findings").toString();
  }

  /**
   * Lists the findings of an environment, by id.
   *
   * @throws PublishException if the call may succeed later
   */
  Map<String, StoredFinding> list(String resource, Deadline deadline)
      throws PublishException, SecurityCenterError {
    Map<String, StoredFinding> stored = new HashMap<>();
    String filter = "resource_name=\"%s\"".formatted(resource);
    String query = "?pageSize=%d&filter=%s".formatted(PAGE_SIZE, encoded(filter));
    String token = "";
    for (int page = 0; page < PAGES; page++) {
      URI uri =
          URI.create(findings + query + (token.isEmpty() ? "" : "&pageToken=" + encoded(token)));
      Response response = send(Call.LIST, timeout -> http.get(uri, timeout), deadline);
      token = addPage(requireOk(Call.LIST, response), stored);
      if (token.isEmpty()) {
        return stored;
      }
    }
    throw new SecurityCenterError(
        Call.LIST, source, "the list does not end after %d pages".formatted(PAGES));
  }

  /** Adds the findings of a page. Returns the token of the next page, blank after the last. */
  private String addPage(Response response, Map<String, StoredFinding> stored)
      throws SecurityCenterError {
    try {
      JsonObject page = response.object();
      for (JsonObject result : Json.objects(page, "listFindingsResults")) {
        JsonObject finding = Json.object(result, "finding");
        String name = Json.text(finding, "name");
        if (name.isEmpty()) {
          throw new MalformedDocumentException("a finding has no name");
        }
        stored.put(name.substring(name.lastIndexOf('/') + 1), StoredFinding.of(finding));
      }
      return Json.text(page, "nextPageToken");
    } catch (MalformedDocumentException malformed) {
      throw new SecurityCenterError(
          Call.LIST, source, "the response can't be read: " + malformed.getMessage());
    }
  }

  /**
   * Creates a finding, or updates it.
   *
   * @param mask the fields that are updated; blank = all, and it is created if there is none
   * @throws PublishException if the call may succeed later
   */
  StoredFinding update(String id, JsonObject finding, String mask, Deadline deadline)
      throws PublishException, SecurityCenterError {
    URI uri =
        URI.create(findings + "/" + id + (mask.isEmpty() ? "" : "?updateMask=" + encoded(mask)));
    byte[] body = finding.toString().getBytes(StandardCharsets.UTF_8);
    Response response = send(Call.UPDATE, timeout -> http.patch(uri, body, timeout), deadline);
    try {
      return StoredFinding.of(requireOk(Call.UPDATE, response).object());
    } catch (MalformedDocumentException malformed) {
      throw new SecurityCenterError(
          Call.UPDATE, source, "the response can't be read: " + malformed.getMessage());
    }
  }

  /** Makes a finding active. */
  void activate(String id, Deadline deadline) throws PublishException, SecurityCenterError {
    requireOk(Call.SET_STATE, setState(id, "ACTIVE", deadline));
  }

  /** Makes a finding inactive; if it does not exist, nothing is left to do. */
  void deactivate(String id, Deadline deadline) throws PublishException, SecurityCenterError {
    Response response = setState(id, "INACTIVE", deadline);
    if (response.status() != NOT_FOUND) {
      requireOk(Call.SET_STATE, response);
    }
  }

  private Response setState(String id, String state, Deadline deadline) throws PublishException {
    JsonObject json = new JsonObject();
    json.addProperty("state", state);
    byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
    URI uri = URI.create(findings + "/" + id + ":setState");
    return send(Call.SET_STATE, timeout -> http.post(uri, Map.of(), body, timeout), deadline);
  }

  private Response requireOk(Call call, Response response) throws SecurityCenterError {
    if (!response.isOk()) {
      throw new SecurityCenterError(call, source, response.status(), response.body());
    }
    return response;
  }

  private Response send(Call call, Retry.Attempt<Response> attempt, Deadline deadline)
      throws PublishException {
    String what = call.on(source);
    try {
      return retry.send(
          what.substring(0, what.length() - 2),
          deadline.within(TOTAL),
          timeout -> requireComplete(attempt.run(timeout)));
    } catch (TransientException failed) {
      throw new PublishException(String.valueOf(failed.getMessage()), failed);
    }
  }

  /**
   * A conflict comes from somebody else's write. A good status without a JSON object comes from a
   * proxy or a broken connection, and does not say whether the call was done.
   */
  private static Response requireComplete(Response response) throws IOException {
    if (response.status() == CONFLICT) {
      throw new TransientStatusException(response.statusName());
    }
    if (response.isOk()) {
      try {
        response.object();
      } catch (MalformedDocumentException malformed) {
        throw new IOException(malformed.getMessage(), malformed);
      }
    }
    return response;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

package dev.composeraudit.report.scc;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.Credentials;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.cloud.NoCredentials;
import com.google.common.io.ByteStreams;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.Documents;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.pubsub.PublishRetry;
import dev.composeraudit.report.scc.SecurityCenterError.Call;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The three calls of Security Command Center's REST API, version 2, that it takes to keep findings.
 * Its client library brings the messages of every version of the API; these calls need nothing that
 * Pub/Sub's client has not loaded already.
 */
final class SecurityCenterClient {
  private static final Set<Integer> TRANSIENT = Set.of(408, 409, 429, 500, 502, 503, 504);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  /** An answer is one finding, or one environment's. */
  private static final int BODY_LIMIT = 4 * 1024 * 1024;

  /** The longest that one call may take, retries included: the findings are out by then. */
  private static final Duration TOTAL = Duration.ofSeconds(10);

  /** The most that a list gives at once. */
  private static final int PAGE = 1000;

  private final HttpRequestFactory requests;
  private final String source;
  private final String findings;

  SecurityCenterClient(SecuritySource source, Credentials credentials) {
    this.requests =
        new NetHttpTransport()
            .createRequestFactory(
                credentials instanceof NoCredentials
                    ? null
                    : new HttpCredentialsAdapter(credentials));
    this.source = source.name();
    this.findings =
        source.endpoint().resolve("/v2/" + source.name() + "/locations/global/findings").toString();
  }

  /**
   * An answer to a call.
   *
   * @param object what it is about; empty unless the status is 200
   */
  private record Answer(int status, JsonObject object, String body) {}

  /** An answer that the next attempt may not meet. */
  private static final class TransientException extends IOException {
    private static final long serialVersionUID = 1L;

    private TransientException(String message) {
      super(message);
    }
  }

  /**
   * What the source holds of a resource, by the ids of findings.
   *
   * @param resource its full resource name
   */
  Map<String, StoredFinding> list(String resource, Deadline deadline)
      throws PublishException, SecurityCenterError {
    Map<String, StoredFinding> stored = new HashMap<>();
    String page = "";
    do {
      GenericUrl url = new GenericUrl(findings);
      url.put("filter", "resource_name=\"%s\"".formatted(resource));
      url.put("pageSize", PAGE);
      if (!page.isEmpty()) {
        url.put("pageToken", page);
      }
      JsonObject answer = accepted(Call.LIST, call(Call.LIST, "GET", url, null, deadline));
      for (JsonElement result : array(answer, "listFindingsResults")) {
        JsonObject finding = result.getAsJsonObject().getAsJsonObject("finding");
        String name = finding.get("name").getAsString();
        stored.put(name.substring(name.lastIndexOf('/') + 1), StoredFinding.of(finding));
      }
      page = answer.has("nextPageToken") ? answer.get("nextPageToken").getAsString() : "";
    } while (!page.isEmpty());
    return stored;
  }

  /**
   * Creates a finding, or updates it.
   *
   * @param mask the fields that are updated; blank = all, and it is created if there is none
   */
  StoredFinding update(String id, JsonObject finding, String mask, Deadline deadline)
      throws PublishException, SecurityCenterError {
    GenericUrl url = new GenericUrl(findings + "/" + id);
    if (!mask.isEmpty()) {
      url.put("updateMask", mask);
    }
    return StoredFinding.of(
        accepted(Call.UPDATE, call(Call.UPDATE, "PATCH", url, finding, deadline)));
  }

  /** Makes a finding active. */
  void activate(String id, Deadline deadline) throws PublishException, SecurityCenterError {
    accepted(Call.SET_STATE, setState(id, "ACTIVE", deadline));
  }

  /** Makes a finding inactive; one that is gone is. */
  void deactivate(String id, Deadline deadline) throws PublishException, SecurityCenterError {
    Answer answer = setState(id, "INACTIVE", deadline);
    if (answer.status() != NOT_FOUND) {
      accepted(Call.SET_STATE, answer);
    }
  }

  private Answer setState(String id, String state, Deadline deadline) throws PublishException {
    JsonObject body = new JsonObject();
    body.addProperty("state", state);
    GenericUrl url = new GenericUrl(findings + "/" + id + ":setState");
    return call(Call.SET_STATE, "POST", url, body, deadline);
  }

  private JsonObject accepted(Call call, Answer answer) throws SecurityCenterError {
    if (answer.status() != OK) {
      throw new SecurityCenterError(call, source, answer.status(), answer.body());
    }
    return answer.object();
  }

  private Answer call(
      Call call, String method, GenericUrl url, @Nullable JsonObject body, Deadline deadline)
      throws PublishException {
    if (PublishRetry.isOver(deadline)) {
      throw new PublishException(call.on(source) + "no time left for it");
    }
    try {
      return PublishRetry.run(
          () -> send(method, url, body, deadline), IOException.class::isInstance, TOTAL, deadline);
    } catch (ExecutionException failed) {
      throw new PublishException(call.on(source) + describe(failed.getCause()), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PublishException(call.on(source) + "interrupted", interrupted);
    }
  }

  private Answer send(String method, GenericUrl url, @Nullable JsonObject body, Deadline deadline)
      throws IOException {
    byte[] content = body == null ? null : body.toString().getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        requests.buildRequest(
            method.equals("GET") ? "GET" : "POST",
            url,
            content == null ? null : new ByteArrayContent("application/json", content));
    if (method.equals("PATCH")) {
      // As all of Google's clients over the JDK's URL connections do: those know no PATCH.
      request.getHeaders().set("X-HTTP-Method-Override", method);
    }
    int timeout = Math.toIntExact(PublishRetry.timeout(deadline).toMillis());
    request
        .setConnectTimeout(timeout)
        .setReadTimeout(timeout)
        .setFollowRedirects(false)
        // One, for a token that has expired.
        .setNumberOfRetries(1)
        .setThrowExceptionOnExecuteError(false);
    HttpResponse response = request.execute();
    try (InputStream in = response.getContent()) {
      return answer(response.getStatusCode(), in == null ? "" : read(in));
    } finally {
      response.disconnect();
    }
  }

  /** A good status whose body is not what it should be says nothing of what was done. */
  private static Answer answer(int status, String body) throws TransientException {
    if (TRANSIENT.contains(status)) {
      throw new TransientException("HTTP " + status);
    }
    if (status != OK) {
      return new Answer(status, new JsonObject(), body);
    }
    try {
      List<Document> documents =
          new Documents(Documents.ANSWER).read(new SourceFile("answer", body));
      if (documents.size() == 1 && documents.get(0).value() instanceof JsonObject object) {
        return new Answer(status, object, "");
      }
    } catch (InvalidDocumentsException malformed) {
      throw new TransientException("an answer that can't be read");
    }
    throw new TransientException("an answer that is no object");
  }

  /** In a word, and without what a server said: the trouble may be one of fetching a token. */
  private static String describe(@Nullable Throwable failure) {
    return failure instanceof TransientException
        ? String.valueOf(failure.getMessage())
        : String.valueOf(failure == null ? null : failure.getClass().getSimpleName());
  }

  private static JsonArray array(JsonObject object, String key) {
    return object.get(key) instanceof JsonArray value ? value : new JsonArray();
  }

  private static String read(InputStream in) throws IOException {
    byte[] bytes = ByteStreams.limit(in, BODY_LIMIT).readAllBytes();
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

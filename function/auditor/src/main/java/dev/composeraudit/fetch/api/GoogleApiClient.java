package dev.composeraudit.fetch.api;

import com.google.gson.JsonObject;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.http.BoundedHttpClient;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.Response;
import dev.composeraudit.http.Retry;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads JSON objects from Google's REST APIs, with retries. */
public final class GoogleApiClient {
  private final BoundedHttpClient http;
  private final Retry retry;

  public GoogleApiClient(BoundedHttpClient http, Retry retry) {
    this.http = http;
    this.retry = retry;
  }

  /** Converts a response's object. */
  @FunctionalInterface
  public interface Parser<T> {
    /**
     * Converts the object.
     *
     * @throws MalformedDocumentException if it is not the requested resource
     */
    T parse(JsonObject json) throws MalformedDocumentException;
  }

  /**
   * Reads one object with GET.
   *
   * @throws TransientException if all attempts failed
   */
  public <T> Observed<T> read(ReadRequest request, URI uri, Parser<T> parser, Deadline deadline)
      throws TransientException {
    return read(request, timeout -> http.get(uri, timeout), parser, deadline);
  }

  /**
   * Reads the result of a query, which is sent with POST and changes nothing.
   *
   * @throws TransientException if all attempts failed
   */
  public <T> Observed<T> query(
      ReadRequest request, URI uri, JsonObject query, Parser<T> parser, Deadline deadline)
      throws TransientException {
    byte[] body = query.toString().getBytes(StandardCharsets.UTF_8);
    return read(request, timeout -> http.post(uri, Map.of(), body, timeout), parser, deadline);
  }

  private <T> Observed<T> read(
      ReadRequest request, Retry.Attempt<Response> call, Parser<T> parser, Deadline deadline)
      throws TransientException {
    Response response = retry.send(request.toString(), deadline, call);
    if (!response.isOk()) {
      return ErrorClassifier.of(request, response);
    }
    try {
      return Observed.known(parser.parse(response.object()));
    } catch (MalformedDocumentException malformed) {
      return request.unknown(Reason.UNREADABLE, String.valueOf(malformed.getMessage()));
    }
  }
}

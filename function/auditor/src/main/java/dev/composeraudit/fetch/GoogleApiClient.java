package dev.composeraudit.fetch;

import com.google.gson.JsonObject;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.HttpSender;
import dev.composeraudit.http.Response;
import dev.composeraudit.http.Retry;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.http.TransientStatusException;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Reads JSON objects from Google's REST APIs, some of which want to be asked by a POST. */
final class GoogleApiClient {
  private final HttpSender wire;
  private final Retry retries;

  public GoogleApiClient(HttpSender wire, Retry retries) {
    this.wire = wire;
    this.retries = retries;
  }

  /** Makes of an answer's object what is wanted. */
  @FunctionalInterface
  public interface Form<T> {
    public T read(JsonObject json) throws MalformedDocumentException;
  }

  /** Asks once. */
  @FunctionalInterface
  private interface Call {
    Response make(Duration timeout) throws IOException, InterruptedException;
  }

  /**
   * Reads one object.
   *
   * @throws TransientException if the API could not answer, repeatedly
   */
  public <T> Observed<T> read(ReadRequest reading, URI uri, Form<T> form, Deadline deadline)
      throws TransientException {
    return read(reading, timeout -> wire.get(uri, Map.of(), timeout), form, deadline);
  }

  /**
   * Reads what a query finds, which changes nothing.
   *
   * @throws TransientException if the API could not answer, repeatedly
   */
  public <T> Observed<T> query(
      ReadRequest reading, URI uri, JsonObject query, Form<T> form, Deadline deadline)
      throws TransientException {
    return read(reading, timeout -> wire.query(uri, query.toString(), timeout), form, deadline);
  }

  private <T> Observed<T> read(ReadRequest reading, Call call, Form<T> form, Deadline deadline)
      throws TransientException {
    Response answer =
        retries.run(
            reading.toString(),
            deadline,
            timeout -> {
              Response answered = call.make(timeout);
              if (answered.isTransient()) {
                throw new TransientStatusException(answered);
              }
              return answered;
            });
    if (!answer.isOk()) {
      return ErrorClassifier.of(reading, answer);
    }
    try {
      return Observed.known(form.read(answer.object()));
    } catch (MalformedDocumentException malformed) {
      return reading.unknown(Reason.UNREADABLE, String.valueOf(malformed.getMessage()));
    }
  }
}

package dev.composeraudit.fetch;

import com.google.gson.JsonObject;
import dev.composeraudit.subject.Deadline;
import dev.composeraudit.subject.MalformedDocumentException;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Reads JSON objects from Google's REST APIs, some of which want to be asked by a POST. */
final class GoogleApi {
  private final Wire wire;
  private final Retries retries;

  GoogleApi(Wire wire, Retries retries) {
    this.wire = wire;
    this.retries = retries;
  }

  /** Makes of an answer's object what is wanted. */
  @FunctionalInterface
  interface Form<T> {
    T read(JsonObject json) throws MalformedDocumentException;
  }

  /** Asks once. */
  @FunctionalInterface
  private interface Call {
    Answer make(Duration timeout) throws IOException, InterruptedException;
  }

  /**
   * Reads one object.
   *
   * @throws TransientException if the API could not answer, repeatedly
   */
  <T> Observed<T> read(Reading reading, URI uri, Form<T> form, Deadline deadline)
      throws TransientException {
    return read(reading, timeout -> wire.get(uri, Map.of(), timeout), form, deadline);
  }

  /**
   * Reads what a query finds, which changes nothing.
   *
   * @throws TransientException if the API could not answer, repeatedly
   */
  <T> Observed<T> query(Reading reading, URI uri, JsonObject query, Form<T> form, Deadline deadline)
      throws TransientException {
    return read(reading, timeout -> wire.query(uri, query.toString(), timeout), form, deadline);
  }

  private <T> Observed<T> read(Reading reading, Call call, Form<T> form, Deadline deadline)
      throws TransientException {
    Answer answer =
        retries.run(
            reading.toString(),
            deadline,
            timeout -> {
              Answer answered = call.make(timeout);
              if (answered.isTransient()) {
                throw new TransientStatusException(answered);
              }
              return answered;
            });
    if (!answer.isOk()) {
      return Refusals.of(reading, answer);
    }
    try {
      return Observed.known(form.read(answer.object()));
    } catch (MalformedDocumentException malformed) {
      return reading.unknown(Reason.UNREADABLE, String.valueOf(malformed.getMessage()));
    }
  }
}

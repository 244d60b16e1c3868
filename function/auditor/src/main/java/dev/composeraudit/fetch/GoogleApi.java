package dev.composeraudit.fetch;

import com.google.gson.JsonObject;
import dev.composeraudit.subject.Deadline;
import dev.composeraudit.subject.MalformedDocumentException;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import java.net.URI;
import java.util.Map;

/** Reads JSON objects from Google's REST APIs. */
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

  /**
   * Reads one object.
   *
   * @throws TransientException if the API could not answer, repeatedly
   */
  <T> Observed<T> read(Reading reading, URI uri, Form<T> form, Deadline deadline)
      throws TransientException {
    Answer answer =
        retries.run(
            reading.toString(),
            deadline,
            timeout -> {
              Answer answered = wire.get(uri, Map.of(), timeout);
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

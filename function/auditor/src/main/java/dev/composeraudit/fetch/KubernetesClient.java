package dev.composeraudit.fetch;

import com.google.common.base.Throwables;
import com.google.gson.JsonObject;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.ErrorBody;
import dev.composeraudit.http.HttpSender;
import dev.composeraudit.http.Response;
import dev.composeraudit.http.Retry;
import dev.composeraudit.http.Sleeper;
import dev.composeraudit.http.TransientStatusException;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The Kubernetes API of one cluster. That it can't be reached is nothing that passes: it is an
 * unknown, after one retry, and never an exception, so that a private cluster can't dead-letter its
 * own event.
 */
final class KubernetesClient {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(3);

  private final String authority;
  private final HttpSender wire;
  private final Sleeper sleeper;
  private final Deadline deadline;

  KubernetesClient(String authority, HttpSender wire, Sleeper sleeper, Deadline deadline) {
    this.authority = authority;
    this.wire = wire;
    this.sleeper = sleeper;
    this.deadline = deadline;
  }

  /**
   * Reads one object.
   *
   * @param pathAndQuery of our own making, encoded
   * @return empty if the API says that it has no such object; unknown as NOT_FOUND if it has not
   *     even the kind
   */
  Observed<Optional<JsonObject>> read(ReadRequest reading, String pathAndQuery) {
    URI uri = URI.create("https://" + authority + pathAndQuery);
    try {
      return meaning(reading, call(uri));
    } catch (IOException failed) {
      return isAboutTrust(failed)
          ? reading.unknown(
              Reason.UNTRUSTED_CERTIFICATE,
              "the certificate at %s is not the cluster's own".formatted(authority))
          : reading.unknown(
              Reason.CONTROL_PLANE_UNREACHABLE,
              "no answer from %s: %s".formatted(authority, Retry.describe(failed)));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return reading.unknown(Reason.CONTROL_PLANE_UNREACHABLE, "interrupted");
    }
  }

  /** Asks, and once more after 3 s if there was no answer or one that may pass. */
  private Response call(URI uri) throws IOException, InterruptedException {
    try {
      return attempt(uri);
    } catch (IOException failed) {
      if (isAboutTrust(failed) || deadline.remaining().compareTo(RETRY_AFTER) <= 0) {
        throw failed;
      }
    }
    sleeper.sleep(RETRY_AFTER);
    return attempt(uri);
  }

  private Response attempt(URI uri) throws IOException, InterruptedException {
    Response answer = wire.get(uri, Map.of(), deadline.atMost(HttpSender.CALL_TIMEOUT));
    if (answer.isTransient()) {
      throw new TransientStatusException(answer);
    }
    return answer;
  }

  /**
   * A 404 in plain text means that the path is not served: there is no such kind. As a Status it
   * means that there is no such object.
   */
  private static Observed<Optional<JsonObject>> meaning(ReadRequest reading, Response answer) {
    if (answer.isOk()) {
      try {
        return Observed.known(Optional.of(answer.object()));
      } catch (MalformedDocumentException malformed) {
        return reading.unknown(Reason.UNREADABLE, String.valueOf(malformed.getMessage()));
      }
    }
    if (answer.status() == 404) {
      ErrorBody body = ErrorBody.of(answer);
      if (body.isKubernetes() && body.kubernetesReason().equals("NotFound")) {
        return Observed.known(Optional.empty());
      }
      return isUnservedPath(answer)
          ? reading.unknown(Reason.NOT_FOUND, "the cluster does not serve this kind of object")
          : reading.unknown(
              Reason.UNREADABLE, "answered 404, but not in the form of a Kubernetes API");
    }
    return ErrorClassifier.of(reading, answer);
  }

  private static boolean isUnservedPath(Response answer) {
    return answer.contentType().startsWith("text/plain")
        && answer.body().strip().equals("404 page not found");
  }

  private static boolean isAboutTrust(IOException failed) {
    return Throwables.getCausalChain(failed).stream()
        .anyMatch(CertificateException.class::isInstance);
  }
}

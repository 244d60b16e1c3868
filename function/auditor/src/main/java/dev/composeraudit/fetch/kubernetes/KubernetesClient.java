package dev.composeraudit.fetch.kubernetes;

import com.google.common.base.Throwables;
import com.google.gson.JsonObject;
import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.fetch.api.ControlPlaneErrors;
import dev.composeraudit.fetch.api.ReadRequest;
import dev.composeraudit.http.BoundedHttpClient;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.ErrorBody;
import dev.composeraudit.http.Response;
import dev.composeraudit.http.Retry;
import dev.composeraudit.http.Sleeper;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.http.TransientStatusException;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;

/**
 * A client of one cluster's Kubernetes API. A control plane that can't be reached seldom recovers
 * within an event's deadline. So after one retry its objects are unknown; that is no exception,
 * because an event of a private cluster would then never be acknowledged.
 */
final class KubernetesClient {
  private static final int ATTEMPTS = 2;

  /** The pause before the second attempt is random, and at most this. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  private final String authority;
  private final Optional<AccessRemedy> closerReader;
  private final BoundedHttpClient http;
  private final Retry retry;
  private final Deadline deadline;

  /**
   * @param authority host and port, as in a URL
   * @param closerReader what helps if this endpoint can't be reached or takes no traffic from here
   */
  KubernetesClient(
      String authority,
      Optional<AccessRemedy> closerReader,
      BoundedHttpClient http,
      Sleeper sleeper,
      Deadline deadline) {
    this.authority = authority;
    this.closerReader = closerReader;
    this.http = http;
    this.retry = new Retry(sleeper, ATTEMPTS, LONGEST_PAUSE);
    this.deadline = deadline;
  }

  /**
   * Reads one object.
   *
   * @param pathAndQuery encoded
   * @return empty if the API says that there is no such object; unknown as NOT_FOUND if the API
   *     does not have this kind of object
   */
  Observed<Optional<JsonObject>> read(ReadRequest request, String pathAndQuery) {
    URI uri = URI.create("https://" + authority + pathAndQuery);
    try {
      return retry.run(
          "no answer from " + authority, deadline, timeout -> get(request, uri, timeout));
    } catch (TransientException failed) {
      return request.unknown(
          Reason.CONTROL_PLANE_UNREACHABLE, String.valueOf(failed.getMessage()), closerReader);
    }
  }

  private Observed<Optional<JsonObject>> get(ReadRequest request, URI uri, Duration timeout)
      throws IOException, InterruptedException {
    Response response;
    try {
      response = http.get(uri, timeout);
    } catch (IOException failed) {
      if (isAboutTrust(failed)) {
        return request.unknown(
            Reason.UNTRUSTED_CERTIFICATE,
            "the certificate at %s is not the cluster's own".formatted(authority));
      }
      throw failed;
    }
    return parse(request, response, closerReader);
  }

  /**
   * What a response says. A 404 in plain text means that the path is not served: there is no such
   * kind. As a Status it means that there is no such object.
   *
   * @param closerReader what helps if the endpoint takes no traffic from here
   * @throws TransientStatusException if another attempt may succeed
   */
  static Observed<Optional<JsonObject>> parse(
      ReadRequest request, Response response, Optional<AccessRemedy> closerReader)
      throws TransientStatusException {
    response.requireNotTransient();
    if (response.isOk()) {
      try {
        return Observed.known(Optional.of(response.object()));
      } catch (MalformedDocumentException malformed) {
        return request.unknown(
            malformed.isTooLarge() ? Reason.TOO_LARGE : Reason.UNREADABLE,
            String.valueOf(malformed.getMessage()));
      }
    }
    if (response.status() == 404) {
      ErrorBody body = ErrorBody.of(response);
      if (body.isKubernetes() && body.kubernetesReason().equals("NotFound")) {
        return Observed.known(Optional.empty());
      }
      return isUnservedPath(response)
          ? request.unknown(Reason.NOT_FOUND, "the cluster does not serve this kind of object")
          : request.unknown(
              Reason.UNREADABLE, "answered 404, but not in the form of a Kubernetes API");
    }
    Unknown<Optional<JsonObject>> unknown = ControlPlaneErrors.of(request, response);
    return unknown.reason() == Reason.DNS_ENDPOINT_DISALLOWED
        ? new Unknown<>(unknown.reason(), unknown.help(), closerReader)
        : unknown;
  }

  private static boolean isUnservedPath(Response response) {
    return response.contentType().startsWith("text/plain")
        && response.body().strip().equals("404 page not found");
  }

  private static boolean isAboutTrust(IOException failed) {
    return Throwables.getCausalChain(failed).stream()
        .anyMatch(CertificateException.class::isInstance);
  }
}

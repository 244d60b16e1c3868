package dev.composeraudit.fetch;

import com.google.api.client.http.HttpResponseException;
import com.google.api.core.ApiFuture;
import com.google.api.gax.core.InstantiatingExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.httpjson.HttpJsonCallContext;
import com.google.api.gax.httpjson.RestSerializationException;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.cloud.orchestration.airflow.service.v1.EnvironmentsClient;
import com.google.cloud.orchestration.airflow.service.v1.EnvironmentsSettings;
import com.google.cloud.orchestration.airflow.service.v1.GetEnvironmentRequest;
import com.google.common.base.Throwables;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.fetch.api.ErrorClassifier;
import dev.composeraudit.fetch.api.ReadRequest;
import dev.composeraudit.fetch.api.ResourceKind;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.ErrorBody;
import dev.composeraudit.http.Response;
import dev.composeraudit.http.Retry;
import dev.composeraudit.http.TokenSource;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads environments with Google's client for Composer, over HTTP/JSON. */
final class ComposerReader implements AutoCloseable {
  private static final int UNAUTHORIZED = 401;

  private final EnvironmentsClient client;
  private final URI endpoint;
  private final TokenSource tokens;
  private final Retry retry;

  private ComposerReader(EnvironmentsClient client, URI endpoint, TokenSource tokens, Retry retry) {
    this.client = client;
    this.endpoint = endpoint;
    this.tokens = tokens;
    this.retry = retry;
  }

  /**
   * Opens the client; connects to nothing yet. The client has no retry of its own, and gets its
   * timeout and its token with each call.
   *
   * @param executor runs the calls
   */
  static ComposerReader open(URI endpoint, TokenSource tokens, Executor executor, Retry retry) {
    try {
      EnvironmentsSettings settings =
          EnvironmentsSettings.newHttpJsonBuilder()
              .setEndpoint(endpoint.toString())
              .setCredentialsProvider(NoCredentialsProvider.create())
              // For streams, which are not used; the default is four threads a processor.
              .setBackgroundExecutorProvider(
                  InstantiatingExecutorProvider.newBuilder().setExecutorThreadCount(1).build())
              .setTransportChannelProvider(
                  EnvironmentsSettings.defaultHttpJsonTransportProviderBuilder()
                      .setExecutor(executor)
                      .setInterceptorProvider(() -> List.of(new EnvironmentParsing()))
                      .build())
              .build();
      return new ComposerReader(EnvironmentsClient.create(settings), endpoint, tokens, retry);
    } catch (IOException impossible) {
      throw new UncheckedIOException("opening the Composer client", impossible);
    }
  }

  /**
   * Reads one environment.
   *
   * @return unknown as NOT_FOUND only if Composer itself says that there is none
   * @throws TransientException if all attempts failed
   */
  Observed<Environment> read(EnvironmentName name, Deadline deadline) throws TransientException {
    ReadRequest request =
        new ReadRequest(ResourceKind.ENVIRONMENT, name.project(), name.toString());
    return retry.run(request.toString(), deadline, timeout -> get(request, timeout));
  }

  private Observed<Environment> get(ReadRequest request, Duration timeout)
      throws IOException, InterruptedException {
    try {
      return requireName(request, call(request, timeout));
    } catch (ApiException failed) {
      return translate(request, failed);
    }
  }

  /** Calls; once more, with a new token, if the token was rejected. */
  private Environment call(ReadRequest request, Duration timeout)
      throws IOException, InterruptedException {
    try {
      return callOnce(request, timeout);
    } catch (ApiException failed) {
      boolean isRejected =
          response(failed).filter(response -> response.status() == UNAUTHORIZED).isPresent();
      if (isRejected && tokens.refresh()) {
        return callOnce(request, timeout);
      }
      throw failed;
    }
  }

  private Environment callOnce(ReadRequest request, Duration timeout)
      throws IOException, InterruptedException {
    Map<String, List<String>> headers = new HashMap<>();
    tokens.headers(endpoint).forEach((name, value) -> headers.put(name, List.of(value)));
    ApiFuture<Environment> answer =
        client
            .getEnvironmentCallable()
            .futureCall(
                GetEnvironmentRequest.newBuilder().setName(request.name()).build(),
                HttpJsonCallContext.createDefault()
                    .withTimeoutDuration(timeout)
                    .withExtraHeaders(headers));
    return await(answer, timeout);
  }

  /** Google's client keeps its own timeout only until the answer's headers are there. */
  private static Environment await(ApiFuture<Environment> answer, Duration timeout)
      throws IOException, InterruptedException {
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      // Not cancelled: that would wait for the thread that reads, which EnvironmentParsing ends.
      throw new HttpTimeoutException("no complete answer within " + timeout.toMillis() + " ms");
    } catch (ExecutionException failed) {
      Throwable cause = Objects.requireNonNullElse(failed.getCause(), failed);
      Throwables.throwIfUnchecked(cause);
      throw new IOException(cause);
    }
  }

  /** A response about another environment, or about none, is not accepted. */
  private static Observed<Environment> requireName(ReadRequest request, Environment environment) {
    return environment.getName().equals(request.name())
        ? Observed.known(environment)
        : request.unknown(
            Reason.UNREADABLE,
            "the answer is about another resource: " + Excerpt.of(environment.getName()));
  }

  /**
   * What a failure of Google's client means.
   *
   * @throws IOException if another attempt may succeed
   */
  private static Observed<Environment> translate(ReadRequest request, ApiException failed)
      throws IOException {
    Optional<Response> response = response(failed);
    if (response.isPresent()) {
      return classify(request, response.get().requireNotTransient());
    }
    for (Throwable cause : Throwables.getCausalChain(failed)) {
      if (cause instanceof RestSerializationException) {
        return request.unknown(
            Reason.UNREADABLE, String.valueOf(Throwables.getRootCause(cause).getMessage()));
      }
      if (cause instanceof IOException io) {
        throw io;
      }
    }
    if (failed.getStatusCode().getCode() == StatusCode.Code.DEADLINE_EXCEEDED) {
      throw new HttpTimeoutException("no answer in time");
    }
    throw failed;
  }

  /** The response with which Composer rejected a call; empty if the call failed otherwise. */
  private static Optional<Response> response(ApiException failed) {
    return Throwables.getCausalChain(failed).stream()
        .filter(HttpResponseException.class::isInstance)
        .map(HttpResponseException.class::cast)
        .map(
            rejected ->
                new Response(
                    rejected.getStatusCode(),
                    "",
                    rejected.getContent() == null ? "" : rejected.getContent(),
                    false))
        .findFirst();
  }

  /** A 404 in another format is not Composer's, and does not mean that there is none. */
  private static Observed<Environment> classify(ReadRequest request, Response response) {
    if (response.status() == 404 && !ErrorBody.of(response).googleStatus().equals("NOT_FOUND")) {
      return request.unknown(
          Reason.UNREADABLE, "answered 404, but not in Composer's form; check the endpoint");
    }
    return ErrorClassifier.of(request, response);
  }

  @Override
  public void close() {
    client.close();
  }
}

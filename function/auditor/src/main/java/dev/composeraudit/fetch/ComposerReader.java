package dev.composeraudit.fetch;

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
import dev.composeraudit.fetch.ComposerTransport.RefusedException;
import dev.composeraudit.fetch.ComposerTransport.UnreadableException;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.ErrorBody;
import dev.composeraudit.http.HttpSender;
import dev.composeraudit.http.Response;
import dev.composeraudit.http.Retry;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Reads environments by Google's client, over HTTP/JSON. */
final class ComposerReader implements AutoCloseable {
  private final EnvironmentsClient client;
  private final Retry retries;

  private ComposerReader(EnvironmentsClient client, Retry retries) {
    this.client = client;
    this.retries = retries;
  }

  /**
   * Opens the client. It has no retry of its own (its default; ours are around it), no deadline but
   * the one each call is given, and no credentials: the wire has them.
   */
  static ComposerReader open(URI endpoint, HttpSender wire, Executor executor, Retry retries) {
    try {
      EnvironmentsSettings settings =
          EnvironmentsSettings.newHttpJsonBuilder()
              .setEndpoint(endpoint.toString())
              .setCredentialsProvider(NoCredentialsProvider.create())
              // Watches streams, of which there are none, by default with four threads a processor.
              .setBackgroundExecutorProvider(
                  InstantiatingExecutorProvider.newBuilder().setExecutorThreadCount(1).build())
              .setTransportChannelProvider(
                  EnvironmentsSettings.defaultHttpJsonTransportProviderBuilder()
                      .setHttpTransport(new ComposerTransport(wire))
                      .setExecutor(executor)
                      .build())
              .build();
      return new ComposerReader(EnvironmentsClient.create(settings), retries);
    } catch (IOException impossible) {
      throw new UncheckedIOException("opening the Composer client", impossible);
    }
  }

  /**
   * Reads one environment.
   *
   * @return unknown as NOT_FOUND only if Composer itself says that there is none
   * @throws TransientException if Composer could not answer, repeatedly
   */
  Observed<Environment> read(EnvironmentName name, Deadline deadline) throws TransientException {
    ReadRequest reading =
        new ReadRequest(ResourceKind.ENVIRONMENT, name.project(), name.toString());
    return retries.run(reading.toString(), deadline, timeout -> attempt(reading, timeout));
  }

  private Observed<Environment> attempt(ReadRequest reading, Duration timeout) throws IOException {
    GetEnvironmentRequest request =
        GetEnvironmentRequest.newBuilder().setName(reading.name()).build();
    HttpJsonCallContext context = HttpJsonCallContext.createDefault().withTimeoutDuration(timeout);
    try {
      return named(reading, client.getEnvironmentCallable().call(request, context));
    } catch (ApiException failed) {
      return translate(reading, failed);
    }
  }

  /** An answer about something else, or about nothing, is not believed. */
  private static Observed<Environment> named(ReadRequest reading, Environment environment) {
    return environment.getName().equals(reading.name())
        ? Observed.known(environment)
        : reading.unknown(
            Reason.UNREADABLE, "the answer is about another: " + Excerpt.of(environment.getName()));
  }

  private static Observed<Environment> translate(ReadRequest reading, ApiException failed)
      throws IOException {
    for (Throwable cause : Throwables.getCausalChain(failed)) {
      if (cause instanceof RefusedException refused) {
        return refusal(reading, refused.answer());
      }
      if (cause instanceof UnreadableException unreadable) {
        return reading.unknown(Reason.UNREADABLE, String.valueOf(unreadable.getMessage()));
      }
      if (cause instanceof RestSerializationException mistyped) {
        return reading.unknown(
            Reason.UNREADABLE, Excerpt.of(String.valueOf(Throwables.getRootCause(mistyped))));
      }
      if (cause instanceof IOException trouble) {
        throw trouble;
      }
    }
    if (failed.getStatusCode().getCode() == StatusCode.Code.DEADLINE_EXCEEDED) {
      throw new HttpTimeoutException("no answer in time");
    }
    throw failed;
  }

  /** A 404 in another form comes from something that is not Composer, and says nothing. */
  private static Observed<Environment> refusal(ReadRequest reading, Response answer) {
    if (answer.status() == 404 && !ErrorBody.of(answer).googleStatus().equals("NOT_FOUND")) {
      return reading.unknown(
          Reason.UNREADABLE, "answered 404, but not in Composer's form; check the endpoint");
    }
    return ErrorClassifier.of(reading, answer);
  }

  @Override
  public void close() {
    client.close();
  }
}

package dev.composeraudit.report.pubsub;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.gax.httpjson.ApiMethodDescriptor;
import com.google.api.gax.httpjson.HttpJsonCallOptions;
import com.google.api.gax.httpjson.HttpJsonClientCall;
import com.google.api.gax.httpjson.HttpJsonMetadata;
import com.google.api.gax.httpjson.HttpJsonStatusCode;
import com.google.api.gax.httpjson.HttpRequestFormatter;
import com.google.api.gax.httpjson.ManagedHttpJsonChannel;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ApiExceptionFactory;
import com.google.api.gax.rpc.StatusCode;
import com.google.auth.Credentials;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.common.io.ByteStreams;
import com.google.pubsub.v1.PublishRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What Pub/Sub's client publishes through, and can do nothing else with. The client's own channel
 * writes a message as JSON, parses that text and writes it twice again, once only to count it: a
 * third of all CPU that an event took. Follows no redirect, since the token would follow it too.
 */
final class PublishChannel extends ManagedHttpJsonChannel {
  /** An answer to publishing is a list of ids. */
  private static final int BODY_LIMIT = 1024 * 1024;

  private static final int OK = 200;

  private final HttpTransport transport = new NetHttpTransport();
  private final String endpoint;
  private final ExecutorService executor;

  /**
   * @param executor runs a task for each call, and one that was given up for a while longer
   */
  PublishChannel(URI endpoint, ExecutorService executor) {
    this.endpoint = endpoint.toString().replaceFirst("/*$", "/");
    this.executor = executor;
  }

  @Override
  public <RequestT, ResponseT> HttpJsonClientCall<RequestT, ResponseT> newCall(
      ApiMethodDescriptor<RequestT, ResponseT> method, HttpJsonCallOptions options) {
    return new Call<>(method, options);
  }

  /** One request and its one answer; the options name a timeout. */
  private final class Call<RequestT, ResponseT> extends HttpJsonClientCall<RequestT, ResponseT> {
    private final ApiMethodDescriptor<RequestT, ResponseT> method;
    private final HttpJsonCallOptions options;
    private @Nullable Listener<ResponseT> listener;
    private Map<String, Object> headers = Map.of();

    private Call(ApiMethodDescriptor<RequestT, ResponseT> method, HttpJsonCallOptions options) {
      this.method = method;
      this.options = options;
    }

    @Override
    public void start(Listener<ResponseT> listener, HttpJsonMetadata metadata) {
      this.listener = listener;
      this.headers = metadata.getHeaders();
    }

    /**
     * Returns once there is an answer.
     *
     * @throws com.google.api.gax.rpc.ApiException if there is none in time, or none of success
     */
    @Override
    public void sendMessage(RequestT message) {
      Listener<ResponseT> waiting = Objects.requireNonNull(listener, "not started");
      waiting.onMessage(answer(message));
      waiting.onClose(OK, null);
    }

    private ResponseT answer(RequestT message) {
      Future<ResponseT> answer = executor.submit(() -> exchange(message));
      try {
        // The transport's own timeouts are of one packet.
        return answer.get(options.getTimeoutDuration().toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException late) {
        throw failure(StatusCode.Code.DEADLINE_EXCEEDED, late);
      } catch (ExecutionException failed) {
        throw failed.getCause() instanceof HttpResponseException refused
            ? ApiExceptionFactory.createException(
                refused, HttpJsonStatusCode.of(refused.getStatusCode()), false)
            : failure(StatusCode.Code.UNKNOWN, failed.getCause());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw failure(StatusCode.Code.CANCELLED, interrupted);
      } finally {
        answer.cancel(true);
      }
    }

    private ResponseT exchange(RequestT message) throws IOException {
      try (InputStream content = request(message).execute().getContent()) {
        InputStream body = content == null ? InputStream.nullInputStream() : content;
        return method
            .getResponseParser()
            .parse(ByteStreams.limit(body, BODY_LIMIT), options.getTypeRegistry());
      }
    }

    private HttpRequest request(RequestT message) throws IOException {
      HttpRequestFormatter<RequestT> formatter = method.getRequestFormatter();
      byte[] body = PublishBody.of((PublishRequest) message);
      GenericUrl url = new GenericUrl(endpoint + formatter.getPath(message));
      url.putAll(formatter.getQueryParamNames(message));
      Credentials credentials = options.getCredentials();
      HttpRequest request =
          transport
              .createRequestFactory(
                  credentials == null ? null : new HttpCredentialsAdapter(credentials))
              .buildRequest(
                  method.getHttpMethod(), url, new ByteArrayContent("application/json", body));
      headers.forEach(request.getHeaders()::set);
      int timeout = Math.toIntExact(options.getTimeoutDuration().toMillis());
      return request
          .setConnectTimeout(timeout)
          .setReadTimeout(timeout)
          .setFollowRedirects(false)
          // One, for a token that has expired.
          .setNumberOfRetries(1);
    }

    /** Nothing follows a message. */
    @Override
    public void halfClose() {}

    /** The answer has come unasked. */
    @Override
    public void request(int messages) {}

    /** Whoever sent has been told already. */
    @Override
    public void cancel(@Nullable String why, @Nullable Throwable cause) {}
  }

  private static ApiException failure(StatusCode.Code code, @Nullable Throwable cause) {
    return ApiExceptionFactory.createException(cause, HttpJsonStatusCode.of(code), false);
  }
}

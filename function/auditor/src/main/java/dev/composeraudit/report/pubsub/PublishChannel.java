package dev.composeraudit.report.pubsub;

import com.google.api.client.http.GenericUrl;
import com.google.api.gax.httpjson.ApiMethodDescriptor;
import com.google.api.gax.httpjson.HttpJsonCallOptions;
import com.google.api.gax.httpjson.HttpJsonClientCall;
import com.google.api.gax.httpjson.HttpJsonMetadata;
import com.google.api.gax.httpjson.HttpJsonStatusCode;
import com.google.api.gax.httpjson.ManagedHttpJsonChannel;
import com.google.api.gax.httpjson.RestSerializationException;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ApiExceptionFactory;
import com.google.api.gax.rpc.StatusCode;
import com.google.pubsub.v1.PublishRequest;
import dev.composeraudit.http.BoundedHttpClient;
import dev.composeraudit.http.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The transport of Google's Pub/Sub client, for publishing only. The client's own transport writes
 * a message as JSON, parses it, and writes it twice again; that took a third of an event's CPU
 * time.
 */
final class PublishChannel extends ManagedHttpJsonChannel {
  private static final int OK = 200;

  private final String endpoint;
  private final BoundedHttpClient http;

  PublishChannel(URI endpoint, BoundedHttpClient http) {
    this.endpoint = endpoint.toString().replaceFirst("/*$", "/");
    this.http = http;
  }

  @Override
  public <RequestT, ResponseT> HttpJsonClientCall<RequestT, ResponseT> newCall(
      ApiMethodDescriptor<RequestT, ResponseT> method, HttpJsonCallOptions options) {
    return new Call<>(method, options);
  }

  /** One request with its response; the options have a timeout. */
  private final class Call<RequestT, ResponseT> extends HttpJsonClientCall<RequestT, ResponseT> {
    private final ApiMethodDescriptor<RequestT, ResponseT> method;
    private final HttpJsonCallOptions options;
    private final Map<String, String> headers = new TreeMap<>();
    private @Nullable Listener<ResponseT> listener;

    private Call(ApiMethodDescriptor<RequestT, ResponseT> method, HttpJsonCallOptions options) {
      this.method = method;
      this.options = options;
    }

    @Override
    public void start(Listener<ResponseT> listener, HttpJsonMetadata metadata) {
      this.listener = listener;
      metadata.getHeaders().forEach((name, value) -> headers.put(name, value.toString()));
    }

    /**
     * Returns once the response has come.
     *
     * @throws ApiException if the call failed; its cause is an IOException if another attempt may
     *     succeed
     */
    @Override
    public void sendMessage(RequestT message) {
      Listener<ResponseT> waiting = Objects.requireNonNull(listener, "not started");
      try {
        waiting.onMessage(post(message));
      } catch (IOException | InterruptedException failed) {
        throw failure(HttpJsonStatusCode.of(StatusCode.Code.UNAVAILABLE), failed);
      } catch (RestSerializationException unreadable) {
        throw failure(HttpJsonStatusCode.of(StatusCode.Code.UNKNOWN), unreadable);
      }
      waiting.onClose(OK, null);
    }

    private ResponseT post(RequestT message) throws IOException, InterruptedException {
      GenericUrl url = new GenericUrl(endpoint + method.getRequestFormatter().getPath(message));
      url.putAll(method.getRequestFormatter().getQueryParamNames(message));
      byte[] body = PublishBody.of((PublishRequest) message);
      Response response =
          http.post(url.toURI(), headers, body, options.getTimeoutDuration()).requireNotTransient();
      if (!response.isOk()) {
        throw failure(HttpJsonStatusCode.of(response.status()), null);
      }
      return method
          .getResponseParser()
          .parse(
              new ByteArrayInputStream(response.body().getBytes(StandardCharsets.UTF_8)),
              options.getTypeRegistry());
    }

    /** Does nothing: one message is the whole request. */
    @Override
    public void halfClose() {}

    /** Does nothing: the one response is delivered as it comes. */
    @Override
    public void request(int messages) {}

    /** Does nothing: the call has ended when sendMessage returns. */
    @Override
    public void cancel(@Nullable String why, @Nullable Throwable cause) {}
  }

  private static ApiException failure(HttpJsonStatusCode code, @Nullable Throwable cause) {
    return ApiExceptionFactory.createException(cause, code, false);
  }
}

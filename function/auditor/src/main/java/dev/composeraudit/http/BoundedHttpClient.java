package dev.composeraudit.http;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/**
 * An HTTP client for JSON APIs that sends an access token. It does not follow redirects, because
 * the token would go with them. It limits the length of response bodies, and the time of a whole
 * call, body included. If the server rejects the token, it gets a new one and calls once more.
 */
public final class BoundedHttpClient implements AutoCloseable {
  /** The longest response body that is read, in bytes. A busy cluster's document has 60 KiB. */
  public static final int BODY_LIMIT = 4 * 1024 * 1024;

  /** The longest that one call may take, from connecting to the last byte. */
  public static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int UNAUTHORIZED = 401;

  private final HttpClient client;
  private final TokenSource tokens;
  private final ResponseListener listener;

  private BoundedHttpClient(HttpClient client, TokenSource tokens, ResponseListener listener) {
    this.client = client;
    this.tokens = tokens;
    this.listener = listener;
  }

  /**
   * Opens a client; connects to nothing yet.
   *
   * @param trust decides which server certificates are accepted
   * @param executor runs callbacks; many clients can share one
   */
  public static BoundedHttpClient open(SSLContext trust, Executor executor, TokenSource tokens) {
    return open(trust, executor, tokens, ResponseListener.NONE);
  }

  /** The same, with a listener that receives each response. */
  public static BoundedHttpClient open(
      SSLContext trust, Executor executor, TokenSource tokens, ResponseListener listener) {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .sslContext(trust)
            .executor(executor)
            .build();
    return new BoundedHttpClient(client, tokens, listener);
  }

  /**
   * Sends a GET.
   *
   * @param timeout of each call as a whole
   */
  public Response get(URI uri, Duration timeout) throws IOException, InterruptedException {
    return send("GET", uri, Map.of(), BodyPublishers.noBody(), timeout);
  }

  /**
   * Sends a POST.
   *
   * @param headers sent beside the token
   * @param json the body, in UTF-8
   * @param timeout of each call as a whole
   */
  public Response post(URI uri, Map<String, String> headers, byte[] json, Duration timeout)
      throws IOException, InterruptedException {
    return send("POST", uri, headers, BodyPublishers.ofByteArray(json), timeout);
  }

  /**
   * Sends a PATCH.
   *
   * @param json the body, in UTF-8
   * @param timeout of each call as a whole
   */
  public Response patch(URI uri, byte[] json, Duration timeout)
      throws IOException, InterruptedException {
    return send("PATCH", uri, Map.of(), BodyPublishers.ofByteArray(json), timeout);
  }

  private Response send(
      String method, URI uri, Map<String, String> headers, BodyPublisher body, Duration timeout)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, body).setHeader("accept", "application/json");
    if (body.contentLength() != 0) {
      request.setHeader("content-type", "application/json");
    }
    headers.forEach(request::setHeader);
    Response response = sendOnce(request, uri, timeout);
    return response.status() == UNAUTHORIZED && tokens.refresh()
        ? sendOnce(request, uri, timeout)
        : response;
  }

  private Response sendOnce(HttpRequest.Builder request, URI uri, Duration timeout)
      throws IOException, InterruptedException {
    tokens.headers(uri).forEach(request::setHeader);
    HttpResponse<Optional<byte[]>> response = exchange(request, timeout);
    Response received =
        new Response(
            response.statusCode(),
            response.headers().firstValue("content-type").orElse(""),
            response.body().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse(""),
            response.body().isEmpty());
    listener.received(uri, received);
    return received;
  }

  /**
   * The JDK client's own timeout ends with the headers; the body has what is left. This is not
   * {@code sendAsync}, which starts a thread for each response where there are one or two
   * processors.
   */
  private HttpResponse<Optional<byte[]>> exchange(HttpRequest.Builder request, Duration timeout)
      throws IOException, InterruptedException {
    if (timeout.isZero() || timeout.isNegative()) {
      throw new HttpTimeoutException("no time left");
    }
    long end = System.nanoTime() + timeout.toNanos();
    try {
      return client.send(
          request.timeout(timeout).build(),
          headers -> new BoundedBody(BODY_LIMIT, Duration.ofNanos(end - System.nanoTime())));
    } catch (HttpConnectTimeoutException unreachable) {
      throw unreachable;
    } catch (IOException failed) {
      // What the client says of a body that was given up in time depends on the JDK.
      if (failed instanceof HttpTimeoutException || System.nanoTime() - end >= 0) {
        throw new HttpTimeoutException("no answer within %d ms".formatted(timeout.toMillis()));
      }
      throw failed;
    }
  }

  /**
   * Closes the connections, and waits until the calls in progress have ended. Before JDK 21 there
   * is no such method; there the garbage collector ends an unused client.
   */
  @Override
  public void close() {
    try {
      // Compiled for 17, so that it can't be called otherwise.
      HttpClient.class.getMethod("close").invoke(client);
    } catch (NoSuchMethodException before21) {
      return;
    } catch (IllegalAccessException | InvocationTargetException failed) {
      throw new IllegalStateException("closing an HTTP client", failed);
    }
  }
}

package dev.composeraudit.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Sends GETs, and queries as POSTs, with a token. Redirects are not followed, since the token would
 * follow them; bodies are bounded; a call as a whole ends in time, its body included.
 */
public final class HttpSender {
  /** A busy cluster's document has some 60 KiB. */
  public static final int BODY_LIMIT = 4 * 1024 * 1024;

  /** How long one call may take, from the first packet to the last. */
  public static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int UNAUTHORIZED = 401;

  private final HttpClient client;
  private final TokenSource bearer;
  private final CallListener listener;

  private HttpSender(HttpClient client, TokenSource bearer, CallListener listener) {
    this.client = client;
    this.bearer = bearer;
    this.listener = listener;
  }

  /**
   * Opens a client.
   *
   * @param trust whose certificates are believed
   * @param executor runs the callbacks, shared so that many wires need few threads
   */
  public static HttpSender open(
      SSLContext trust, Executor executor, TokenSource bearer, CallListener listener) {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .sslContext(trust)
            .executor(executor)
            .build();
    return new HttpSender(client, bearer, listener);
  }

  /**
   * Asks once; once more, with a new token, if the token was refused.
   *
   * @param headers sent beside the token
   * @param timeout of each call as a whole
   */
  public Response get(URI uri, Map<String, String> headers, Duration timeout)
      throws IOException, InterruptedException {
    return ask(HttpRequest.newBuilder(uri).GET(), uri, headers, timeout);
  }

  /**
   * The same with a query in JSON as the body.
   *
   * @param timeout of each call as a whole
   */
  public Response query(URI uri, String json, Duration timeout)
      throws IOException, InterruptedException {
    return ask(
        HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(json)),
        uri,
        Map.of("content-type", "application/json"),
        timeout);
  }

  private Response ask(
      HttpRequest.Builder request, URI uri, Map<String, String> headers, Duration timeout)
      throws IOException, InterruptedException {
    Response answer = call(request, uri, headers, timeout);
    if (answer.status() == UNAUTHORIZED && bearer.refresh()) {
      return call(request, uri, headers, timeout);
    }
    return answer;
  }

  private Response call(
      HttpRequest.Builder request, URI uri, Map<String, String> headers, Duration timeout)
      throws IOException, InterruptedException {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    all.put("accept", "application/json");
    all.putAll(bearer.headers(uri));
    all.forEach(request::setHeader);
    long start = System.nanoTime();
    int status = 0;
    try {
      HttpResponse<Optional<byte[]>> response = send(request.build(), timeout);
      status = response.statusCode();
      return new Response(
          status,
          response.headers().firstValue("content-type").orElse(""),
          response.body().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse(""),
          response.body().isEmpty());
    } finally {
      listener.called(uri, status, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private HttpResponse<Optional<byte[]>> send(HttpRequest request, Duration timeout)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<Optional<byte[]>>> response =
        client.sendAsync(request, info -> new BoundedBody(BODY_LIMIT));
    try {
      // The client's own timeout ends with the headers; this one covers the body.
      return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new HttpTimeoutException("no answer within %d ms".formatted(timeout.toMillis()));
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException cause ? cause : new IOException(failed);
    } finally {
      response.cancel(true);
    }
  }
}

package dev.composeraudit.sandbox.kubernetes;

import com.linecorp.armeria.common.QueryParams;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.composeraudit.sandbox.api.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's Kubernetes API over TLS, on a loopback port of its own. What it answers equals what a
 * kube-apiserver was seen to answer, in status, content type and reason.
 */
public final class KubernetesServer implements AutoCloseable {
  /** The token of {@code system:masters}; is in a kubeconfig. */
  public static final String ADMIN_TOKEN = "admin-token";

  /** The token of a user who may do nothing. */
  static final String NOBODY_TOKEN = "nobody-token";

  /** How Google's access tokens begin; whose they are the sandbox does not ask. */
  private static final String GOOGLE_TOKEN = "ya29.";

  private static final String JSON = "application/json";
  private static final String BEARER = "Bearer ";

  private final HttpsServer server;
  private final ExecutorService executor;
  private final KubernetesApi api;
  private final Anonymous anonymous;

  /** What becomes of requests without a token. */
  public enum Anonymous {
    /** As on a real cluster. */
    FORBIDDEN,
    /** They are an administrator's: in the sandbox nobody has credentials. */
    ADMIN
  }

  private KubernetesServer(
      HttpsServer server, ExecutorService executor, KubernetesApi api, Anonymous anonymous) {
    this.server = server;
    this.executor = executor;
    this.api = api;
    this.anonymous = anonymous;
  }

  /**
   * Starts one.
   *
   * @param before what is put before the API
   */
  public static KubernetesServer start(
      CertificateAuthority authority,
      KubernetesObjects objects,
      Anonymous anonymous,
      UnaryOperator<HttpHandler> before)
      throws IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(authority.issueForLoopback()));
    ExecutorService executor = Executors.newCachedThreadPool(Threads.daemons("kubernetes"));
    server.setExecutor(executor);
    KubernetesServer started =
        new KubernetesServer(server, executor, new KubernetesApi(objects), anonymous);
    server.createContext("/", before.apply(started::handle));
    server.start();
    return started;
  }

  /** {@code 127.0.0.1:PORT}. */
  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        String user = authenticate(exchange.getRequestHeaders());
        respond(exchange, api.serve(user, request(exchange)));
      } catch (KubernetesStatus refused) {
        respond(exchange, KubernetesAnswer.json(refused.code(), refused.json()));
      }
    }
  }

  private String authenticate(Headers headers) throws KubernetesStatus {
    String header = headers.getFirst("Authorization");
    if (header == null) {
      return anonymous == Anonymous.ADMIN ? KubernetesApi.ADMIN_USER : "system:anonymous";
    }
    String token = header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
    return switch (token) {
      case ADMIN_TOKEN -> KubernetesApi.ADMIN_USER;
      case NOBODY_TOKEN -> "nobody";
      default -> {
        if (token.startsWith(GOOGLE_TOKEN)) {
          yield KubernetesApi.ADMIN_USER;
        }
        throw KubernetesStatus.unauthorized();
      }
    };
  }

  private static KubernetesApi.Request request(HttpExchange exchange) throws IOException {
    String path =
        URLDecoder.decode(
            exchange.getRequestURI().getRawPath().replace("+", "%2B"), StandardCharsets.UTF_8);
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    return new KubernetesApi.Request(
        exchange.getRequestMethod(),
        path,
        QueryParams.fromQueryString(exchange.getRequestURI().getRawQuery()),
        mediaType(type),
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static String mediaType(@Nullable String header) {
    return header == null ? JSON : header.split(";", 2)[0].strip();
  }

  private static void respond(HttpExchange exchange, KubernetesAnswer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Cache-Control", "no-cache, private");
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
  }
}

package dev.composeraudit.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Composer, GKE and Compute on loopback, as far as tests put answers there; all else is not found,
 * in Google's words. It has no control planes.
 */
final class FakeGoogle implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();

  private record Answer(int status, String body) {}

  FakeGoogle() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What was asked for, without queries. */
  List<String> paths() {
    return List.copyOf(paths);
  }

  FakeGoogle on(String path, String body) {
    return on(path, 200, body);
  }

  FakeGoogle on(String path, int status, String body) {
    answers.put(path, new Answer(status, body));
    return this;
  }

  /** Composer denies a call in Google's words. */
  FakeGoogle deny(String path) {
    return on(
        path,
        403,
        """
        {"error": {"code": 403, "status": "PERMISSION_DENIED",
         "message": "Permission 'composer.environments.list' denied on resource"}}
        """);
  }

  /** An environment of Composer 2 whose cluster can't be found. */
  FakeGoogle environment(String name, boolean agent) {
    return on(
        "/v1/" + name,
        """
        {"name": "%s", "uuid": "u", "state": "RUNNING", "labels": {"team": "data"},
         "config": {"gkeCluster": "%s", "softwareConfig":
           {"imageVersion": "composer-2.14.1-airflow-2.10.5"},
          "nodeConfig": {"enableIpMasqAgent": %b}}}
        """
            .formatted(name, name.replace("/environments/", "/clusters/"), agent));
  }

  /** What Composer lists in a region. */
  FakeGoogle list(String parent, String... names) {
    StringBuilder items = new StringBuilder();
    for (String name : names) {
      items.append(items.isEmpty() ? "" : ",").append("{\"name\": \"").append(name).append("\"}");
    }
    return on("/v1/" + parent + "/environments", "{\"environments\": [" + items + "]}");
  }

  /** Which regions a project has. */
  FakeGoogle regions(String project, String... regions) {
    StringBuilder items = new StringBuilder();
    for (String region : regions) {
      items.append(items.isEmpty() ? "" : ",").append("{\"name\": \"").append(region).append("\"}");
    }
    return on("/compute/v1/projects/" + project + "/regions", "{\"items\": [" + items + "]}");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      paths.add(path);
      Answer answer =
          answers.getOrDefault(
              path,
              new Answer(
                  404,
                  "{\"error\": {\"code\": 404, \"status\": \"NOT_FOUND\", \"message\":"
                      + " \"none\"}}"));
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }
}

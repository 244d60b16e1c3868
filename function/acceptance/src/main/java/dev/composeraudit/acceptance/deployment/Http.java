package dev.composeraudit.acceptance.deployment;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** JSON over HTTP to one server on loopback. */
public final class Http {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final URI base;

  public Http(URI base) {
    this.base = base;
  }

  public JsonObject get(String path) throws IOException, InterruptedException {
    return json(send("GET", path, HttpRequest.BodyPublishers.noBody(), Map.of()));
  }

  public JsonObject post(String path, JsonElement body) throws IOException, InterruptedException {
    return json(sendJson("POST", path, body));
  }

  public JsonObject put(String path, JsonElement body) throws IOException, InterruptedException {
    return json(sendJson("PUT", path, body));
  }

  public JsonObject delete(String path) throws IOException, InterruptedException {
    return json(send("DELETE", path, HttpRequest.BodyPublishers.noBody(), Map.of()));
  }

  public HttpResponse<String> sendJson(String method, String path, JsonElement body)
      throws IOException, InterruptedException {
    return send(
        method,
        path,
        HttpRequest.BodyPublishers.ofString(body.toString()),
        Map.of("content-type", "application/json"));
  }

  public HttpResponse<String> send(
      String method, String path, HttpRequest.BodyPublisher body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).method(method, body);
    headers.forEach(request::header);
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonObject json(HttpResponse<String> response) throws IOException {
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          "%s %s: %d %s"
              .formatted(
                  response.request().method(),
                  response.uri(),
                  response.statusCode(),
                  response.body()));
    }
    String body = response.body();
    return body.isBlank() ? new JsonObject() : JsonParser.parseString(body).getAsJsonObject();
  }
}

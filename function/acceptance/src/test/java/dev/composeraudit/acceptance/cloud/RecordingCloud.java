package dev.composeraudit.acceptance.cloud;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Google Cloud for the real gcloud, as far as deploying needs it, on loopback: it writes down every
 * call. gcloud reaches it as a proxy for hosts that there are not, since some of its commands put a
 * region before the host's name.
 */
public final class RecordingCloud implements AutoCloseable {
  private static final List<String> SERVICES =
      List.of(
          "accesscontextmanager",
          "artifactregistry",
          "cloudbuild",
          "cloudfunctions",
          "cloudresourcemanager",
          "cloudscheduler",
          "composer",
          "compute",
          "eventarc",
          "iam",
          "logging",
          "monitoring",
          "pubsub",
          "run",
          "securitycenter",
          "serviceusage",
          "storage");

  private static final Pattern BOUNDARY =
      Pattern.compile("^multipart/related;.*boundary=['\"]?([^'\";]+)");

  /** As Google's APIs write. */
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final CloudStore store = new CloudStore();
  private final CloudApis apis;
  private final List<RecordedCall> calls = new CopyOnWriteArrayList<>();
  private volatile Predicate<RecordedCall> denied = call -> false;

  private RecordingCloud(HttpServer server, String project) {
    this.server = server;
    this.apis = new CloudApis(store, project);
  }

  /** A cloud where there is this project, and nothing in it. */
  public static RecordingCloud open(String project) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    RecordingCloud cloud = new RecordingCloud(server, project);
    JsonObject described = new JsonObject();
    described.addProperty("projectId", project);
    described.addProperty("projectNumber", CloudApis.PROJECT_NUMBER);
    cloud.store.put("cloudresourcemanager", "projects/" + project, described);
    server.setExecutor(cloud.executor);
    server.createContext("/", cloud::answer);
    server.start();
    return cloud;
  }

  /**
   * What a process needs to be told so that gcloud, loaded already, calls this and nothing else.
   */
  public Map<String, String> environment(Path configuration)
      throws IOException, InterruptedException {
    Map<String, String> environment = plainEnvironment(configuration);
    environment.putAll(CloudSdk.loadedGcloud());
    return environment;
  }

  private Map<String, String> plainEnvironment(Path configuration) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("CLOUDSDK_CONFIG", configuration.toString());
    environment.put("CLOUDSDK_AUTH_DISABLE_CREDENTIALS", "true");
    // For what gcloud has no command for.
    Path token = Files.createDirectories(configuration).resolve("token");
    Files.writeString(token, "made-up");
    environment.put("CLOUDSDK_AUTH_ACCESS_TOKEN_FILE", token.toString());
    environment.put("CLOUDSDK_CORE_DISABLE_PROMPTS", "1");
    environment.put("CLOUDSDK_CORE_DISABLE_USAGE_REPORTING", "true");
    environment.put("CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK", "true");
    for (String service : SERVICES) {
      String path = service.equals("compute") ? "compute/v1/" : "";
      environment.put(
          "CLOUDSDK_API_ENDPOINT_OVERRIDES_" + service.toUpperCase(Locale.ROOT),
          // A script of ours sends its token to no other host by http.
          "http://"
              + service
              + (service.equals("securitycenter") ? ".localhost/" : ".test/")
              + path);
    }
    environment.put("http_proxy", "http://127.0.0.1:" + server.getAddress().getPort());
    // Whatever has no override must not get out.
    environment.put("https_proxy", "http://127.0.0.1:9");
    environment.put("no_proxy", "");
    // The scripts wait so long for what Google has just made.
    environment.put("DEPLOY_PAUSE", "0");
    return environment;
  }

  public CloudStore store() {
    return store;
  }

  /** A setting of the function that was deployed to {@code demo-project}. */
  public String functionSetting(String name) {
    return store
        .find(
            "cloudfunctions",
            "projects/demo-project/locations/us-central1/functions/composer-audit")
        .orElseThrow()
        .getAsJsonObject("serviceConfig")
        .getAsJsonObject("environmentVariables")
        .get(name)
        .getAsString();
  }

  /** Lets APIs answer that the project would have to enable first. */
  public void enable(String... services) {
    List.of(services).forEach(apis::enable);
  }

  /** All calls since the last time they were forgotten. */
  public List<RecordedCall> calls() {
    return List.copyOf(calls);
  }

  public List<RecordedCall> mutations() {
    return calls.stream().filter(RecordedCall::mutates).toList();
  }

  public void forget() {
    calls.clear();
  }

  /** From now on refuses those calls that would change something and are such. */
  public void deny(Predicate<RecordedCall> calls) {
    denied = calls;
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] sent = exchange.getRequestBody().readAllBytes();
      RecordedCall call = recorded(exchange, sent);
      calls.add(call);
      CloudAnswer answer =
          call.mutates() && denied.test(call)
              ? CloudAnswer.error(403, "PERMISSION_DENIED", "denied by the test: " + call)
              : apis.answer(call);
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
      if (call.service().equals("storage")) {
        answer = uploaded(exchange, sent, answer);
      }
      byte[] body = GSON.toJson(answer.body()).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** gcloud asks where to upload sources to, and then how much has arrived. */
  private static CloudAnswer uploaded(HttpExchange exchange, byte[] sent, CloudAnswer answer) {
    exchange.getResponseHeaders().set("Location", "http://storage.test/v1/upload");
    JsonObject body = answer.body().deepCopy();
    body.addProperty("size", Integer.toString(fileSize(exchange, sent)));
    return new CloudAnswer(answer.status(), body);
  }

  /** How many bytes the file has: a small one is sent as the second part of a multipart body. */
  private static int fileSize(HttpExchange exchange, byte[] sent) {
    Matcher multipart =
        BOUNDARY.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")));
    if (!multipart.find()) {
      return sent.length;
    }
    String text = new String(sent, StandardCharsets.ISO_8859_1);
    String boundary = "--" + multipart.group(1);
    int part = text.indexOf(boundary, boundary.length());
    return text.lastIndexOf("\n" + boundary) - (text.indexOf("\n\n", part) + 2);
  }

  private static RecordedCall recorded(HttpExchange exchange, byte[] sent) {
    URI uri = exchange.getRequestURI();
    String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
    String label = host.substring(0, Math.max(0, host.indexOf('.')));
    String query = uri.getRawQuery();
    return new RecordedCall(
        label.substring(label.lastIndexOf('-') + 1),
        exchange.getRequestMethod(),
        // The name of a metric has a slash, which is no end of a segment.
        URI.create(uri.getRawPath().replace("%2F", "%252F")).getPath(),
        query == null ? "" : query,
        json(new String(sent, StandardCharsets.UTF_8)));
  }

  private static JsonObject json(String body) {
    try {
      return JsonParser.parseString(body) instanceof JsonObject object ? object : new JsonObject();
    } catch (JsonParseException notJson) {
      return new JsonObject();
    }
  }
}

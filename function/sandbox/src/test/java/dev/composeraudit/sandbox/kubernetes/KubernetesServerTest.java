package dev.composeraudit.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.sandbox.kubernetes.KubernetesServer.Anonymous;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Kubernetes API of a cluster, beside what a real kube-apiserver (1.20) answered. */
final class KubernetesServerTest {
  private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("test");
  private static final KubernetesObjects OBJECTS = new KubernetesObjects(Clock.systemUTC());
  private static KubernetesServer server;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    OBJECTS.create(KubernetesKind.EGRESS_NAT_POLICY, "", policy("default"));
    OBJECTS.create(KubernetesKind.EGRESS_NAT_POLICY, "", policy("gke-bbfa6c0e-1"));
    OBJECTS.create(KubernetesKind.CONFIG_MAP, "kube-system", named("wrong-key"));
    server = KubernetesServer.start(AUTHORITY, OBJECTS, Anonymous.FORBIDDEN, api -> api);
    client = HttpClient.newBuilder().sslContext(trust()).build();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Path> answers() throws Exception {
    Path folder =
        Path.of(KubernetesServerTest.class.getResource("kube-apiserver/version.json").toURI())
            .getParent();
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> sorted = files.sorted().toList();
      assertThat(sorted).hasSize(23);
      return sorted.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("answers")
  void itAnswersAsTheRealOneInStatusContentTypeAndReason(Path file) throws Exception {
    JsonObject observed = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    if (file.endsWith("configmap.json")) {
      OBJECTS.create(KubernetesKind.CONFIG_MAP, "kube-system", named("ip-masq-agent"));
    }
    HttpResponse<String> response = send(observed.getAsJsonObject("request"), file);
    assertThat(response.statusCode()).isEqualTo(observed.get("status").getAsInt());
    assertThat(response.headers().firstValue("content-type"))
        .contains(observed.getAsJsonObject("headers").get("content-type").getAsString());
    assertThat(reason(response.body())).isEqualTo(reason(observed.get("body").getAsString()));
  }

  @Test
  void aListGoesOnWhereItsPageEnded() throws Exception {
    String path = "/apis/networking.gke.io/v1/egressnatpolicies?limit=1";
    JsonObject first = JsonParser.parseString(get(path)).getAsJsonObject();
    String next = first.getAsJsonObject("metadata").get("continue").getAsString();
    JsonObject second = JsonParser.parseString(get(path + "&continue=" + next)).getAsJsonObject();
    assertThat(names(first)).containsExactly("default");
    assertThat(names(second)).containsExactly("gke-bbfa6c0e-1");
    assertThat(second.getAsJsonObject("metadata").has("continue")).isFalse();
  }

  @Test
  void aPolicyWithAnUnknownActionIsRejected() throws Exception {
    HttpRequest request =
        request("/apis/networking.gke.io/v1/egressnatpolicies", KubernetesServer.ADMIN_TOKEN)
            .POST(
                BodyPublishers.ofString(
                    "{\"metadata\": {\"name\": \"p\"},"
                        + " \"spec\": {\"action\": \"SNAT\", \"destinations\": []}}"))
            .build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.body()).contains("Unsupported value: \\\"SNAT\\\"");
  }

  private static HttpResponse<String> send(JsonObject observed, Path file) throws Exception {
    JsonElement token = observed.get("token");
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(
            URI.create("https://" + server.address() + observed.get("path").getAsString()));
    if (!token.isJsonNull()) {
      builder.header("authorization", "Bearer " + token.getAsString());
    }
    boolean isPost = observed.get("method").getAsString().equals("POST");
    assertThat(isPost).isEqualTo(file.endsWith("configmap-too-large.json"));
    builder.method(
        observed.get("method").getAsString(),
        isPost ? BodyPublishers.ofString(tooLarge()) : BodyPublishers.noBody());
    return client.send(builder.build(), BodyHandlers.ofString());
  }

  private static String get(String path) throws Exception {
    return client
        .send(request(path, KubernetesServer.ADMIN_TOKEN).build(), BodyHandlers.ofString())
        .body();
  }

  private static HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(URI.create("https://" + server.address() + path))
        .header("authorization", "Bearer " + token);
  }

  private static List<String> names(JsonObject list) {
    return list.getAsJsonArray("items").asList().stream()
        .map(item -> item.getAsJsonObject().getAsJsonObject("metadata"))
        .map(metadata -> metadata.get("name").getAsString())
        .toList();
  }

  /** A Status's reason; blank for anything else. */
  private static String reason(String body) {
    return body.startsWith("{")
            && JsonParser.parseString(body).getAsJsonObject().get("reason") != null
        ? JsonParser.parseString(body).getAsJsonObject().get("reason").getAsString()
        : "";
  }

  private static String tooLarge() {
    JsonObject data = new JsonObject();
    data.addProperty("config", "x".repeat(1024 * 1024 + 1));
    JsonObject map = named("big2");
    map.add("data", data);
    return map.toString();
  }

  private static JsonObject policy(String name) {
    JsonObject policy = named(name);
    policy.add(
        "spec",
        JsonParser.parseString(
            "{\"action\": \"NoSNAT\", \"destinations\": [{\"cidr\": \"10.0.0.0/8\"}]}"));
    return policy;
  }

  private static JsonObject named(String name) {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("name", name);
    JsonObject object = new JsonObject();
    object.add("metadata", metadata);
    return object;
  }

  /** Believes the cluster's own authority and nobody else. */
  private static SSLContext trust() throws Exception {
    byte[] pem = Base64.getDecoder().decode(AUTHORITY.base64Pem());
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry(
        "ca",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new java.io.ByteArrayInputStream(pem)));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
